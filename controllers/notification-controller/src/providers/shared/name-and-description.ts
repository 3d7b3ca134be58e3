import type { FluxEvent } from '@flux19/runtime';

/** How commit statuses and incidents call an event: `kustomization/apps` and `reconciliation succeeded`. */
export function nameAndDescription({ involvedObject, reason }: FluxEvent): {
  readonly name: string;
  readonly description: string;
} {
  const name = `${involvedObject.kind}/${involvedObject.name}`.toLowerCase();
  return { name, description: splitCamelCase(reason).join(' ').toLowerCase() };
}

/** Words of a name in camel case; letters of either case, digits and everything else are apart: `HTTPServer` is HTTP, Server. */
function splitCamelCase(text: string): readonly string[] {
  return text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Nd}+|[^\p{Lu}\p{Ll}\p{Nd}]+/gu) ?? [];
}

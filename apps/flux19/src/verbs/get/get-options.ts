import type { SelectionOptions } from '@flux19/kube';
import type { FluxKind } from '../../kinds/flux-kind.ts';
import type { GlobalOptions } from '../../program/global-options.ts';

/** Flags of `get`. */
export interface GetOptions extends GlobalOptions {
  readonly allNamespaces?: boolean;
  readonly header: boolean;
  readonly watch?: boolean;
  readonly statusSelector?: string;
  readonly labelSelector?: string;
  readonly showSource?: boolean;
}

/** The objects that the flags ask for. */
export function selection(name: string | undefined, options: GetOptions): SelectionOptions {
  return {
    ...(options.allNamespaces === true ? {} : { namespace: options.namespace }),
    ...(options.labelSelector === undefined ? {} : { labelSelector: options.labelSelector }),
    ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
  };
}

/** Flux's words when there is nothing to show. */
export function nothingFound(kind: FluxKind, name: string | undefined, options: GetOptions): string {
  const where = options.allNamespaces === true ? 'any' : `"${options.namespace}"`;
  if (name !== undefined) return `${kind.kind} object '${name}' not found in ${where} namespace`;
  return `no ${kind.kind} objects found in ${where} namespace`;
}

/** The parts of `[<kind>/]<name>[.<namespace>]`; empty where they are missing. */
export interface ObjectName {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Takes `Kind/name.namespace` apart. A text with more than one slash is all name. */
export function parseObjectName(text: string): ObjectName {
  const parts = text.split('/');
  const [kind = '', rest = ''] = parts.length === 2 ? parts : ['', text];
  const dot = rest.lastIndexOf('.');
  if (dot < 0) return { kind, name: rest, namespace: '' };
  return { kind, name: rest.slice(0, dot), namespace: rest.slice(dot + 1) };
}

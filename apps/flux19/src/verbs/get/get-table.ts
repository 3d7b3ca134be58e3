import type { KubeObject } from '@flux19/objects';
import type { FluxKind } from '../../kinds/flux-kind.ts';
import type { GetOptions } from './get-options.ts';

/** Column titles; none when the flags ask for no header. */
export function header(kind: FluxKind, options: GetOptions): readonly string[] {
  if (!options.header) return [];
  return [
    ...(options.allNamespaces === true ? ['Namespace'] : []),
    'Name',
    ...(options.showSource === true ? ['Source'] : []),
    ...kind.columns,
  ];
}

/** The cells of one object; `withKind` names it as `gitrepository/app`. */
export function row(kind: FluxKind, object: KubeObject, options: GetOptions, withKind = false): readonly string[] {
  const { name, namespace = '' } = object.metadata;
  return [
    ...(options.allNamespaces === true ? [namespace] : []),
    withKind ? `${kind.kind.toLowerCase()}/${name}` : name,
    ...(options.showSource === true ? [sourceCell(kind, object)] : []),
    ...kind.summarize(object),
  ];
}

function sourceCell(kind: FluxKind, object: KubeObject): string {
  const source = kind.sourceOf?.(object);
  return source === undefined ? '' : `${source.kind}/${source.namespace}/${source.name}`;
}

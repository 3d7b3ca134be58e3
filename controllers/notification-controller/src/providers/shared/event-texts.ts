import type { FluxEvent } from '@flux19/runtime';

/** `kustomization/apps.flux-system`. */
export function objectName({ involvedObject }: FluxEvent): string {
  const { kind, name, namespace = '' } = involvedObject;
  return `${kind.toLowerCase()}/${name}.${namespace}`;
}

export function isError({ severity }: FluxEvent): boolean {
  return severity === 'error';
}

/** Flux: whether the event only says that something goes on. */
export function isProgressing({ reason }: FluxEvent): boolean {
  return reason === 'Progressing';
}

/** Metadata in order of the keys. Flux sends it in no order where the payload is a list. */
export function metadataEntries({ metadata = {} }: FluxEvent): readonly (readonly [key: string, value: string])[] {
  return Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Seconds since the Unix epoch; 0 for a timestamp that is none. */
export function unixSeconds({ timestamp }: FluxEvent): number {
  const ms = Date.parse(timestamp);
  return Number.isNaN(ms) ? 0 : Math.floor(ms / 1000);
}

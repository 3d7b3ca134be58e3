import { type ManagedFieldsEntry, quoteGo } from '@flux19/objects';

/** Who owns fields: an applier whatever its version, or an updater in one version. */
export interface ManagerIdentity {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  /** Of updaters only. */
  readonly apiVersion?: string;
  readonly subresource?: string;
}

/** One text per identity: its JSON as Kubernetes writes it, by which it also sorts managers. */
export function identityText(entry: ManagedFieldsEntry): string {
  const { manager, operation, apiVersion, subresource } = entry;
  const identity = {
    ...(manager ? { manager } : {}),
    ...(operation ? { operation } : {}),
    ...(apiVersion && operation !== 'Apply' ? { apiVersion } : {}),
    ...(subresource ? { subresource } : {}),
  };
  return JSON.stringify(identity);
}

/** Undoes {@link identityText}. */
export function parseIdentity(text: string): ManagerIdentity {
  const { manager = '', operation, apiVersion, subresource } = JSON.parse(text) as Partial<ManagerIdentity>;
  return {
    manager,
    operation: operation ?? 'Apply',
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

/** A manager as conflicts name it: `"kubectl" with subresource "status" using apps/v1`. */
export function describeManager(identity: ManagerIdentity): string {
  const subresource = identity.subresource === undefined ? '' : ` with subresource ${quoteGo(identity.subresource)}`;
  const version = identity.operation === 'Update' ? ` using ${identity.apiVersion ?? ''}` : '';
  return quoteGo(identity.manager) + subresource + version;
}

import { forbidden, notFound } from '../errors/api-errors.ts';
import type { Services } from '../server/services.ts';
import type { Write } from './write.ts';

const namespaces = '/namespaces';

/** Refuses to create objects in a namespace that does not exist or is being deleted. Throws StatusError 404 or 403. */
export function requireActiveNamespace({ store }: Services, write: Write, name: string): void {
  const { resource } = write.target;
  if (!resource.namespaced) return;
  const found = store.collection(namespaces).get('', write.namespace);
  if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, write.namespace);
  if (found.object.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${write.namespace} because it is being terminated`;
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${write.namespace} is being terminated`,
    field: 'metadata.namespace',
  };
  throw forbidden({ group: resource.group, resource: resource.plural }, name, why, [cause]);
}

const immortalNamespaces: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** Refuses to delete the namespaces that every cluster has. Throws StatusError 403. */
export function protectNamespace(write: Write): void {
  const { resource } = write.target;
  if (resource.group !== '' || resource.plural !== 'namespaces' || write.subresource !== '') return;
  if (!immortalNamespaces.has(write.name)) return;
  throw forbidden({ group: '', resource: 'namespaces' }, write.name, 'this namespace may not be deleted');
}

import type { FluxEvent } from '@flux19/runtime';
import { controllerMetadata, eventGroup } from '../intake/event-metadata.ts';
import type { ProviderType } from '../providers/provider-type.ts';

/** Why a type of Provider is not told of an event; undefined when it is. */
export type Omission = 'commit status update' | 'missing commit metadata key' | 'missing change request metadata key';

/** Decides whether an event is for a type of Provider. Its metadata still has the groups. */
export function omissionOf(event: FluxEvent, { role }: ProviderType): Omission | undefined {
  const isUpdate = controllerMetadata(event, 'commit_status') === 'update';
  const names = (key: string): boolean => (event.metadata?.[`${eventGroup}/${key}`] ?? '') !== '';
  switch (role) {
    case 'generic':
      return undefined;
    case 'message':
      return isUpdate ? 'commit status update' : undefined;
    case 'commitStatus': {
      // Controllers do not mark failures as updates, and a commit has to show them too.
      const isForCommit = names('commit') || isUpdate || event.severity === 'error';
      return isForCommit ? undefined : 'missing commit metadata key';
    }
    case 'changeRequest':
      if (isUpdate) return 'commit status update';
      return names('change_request') ? undefined : 'missing change request metadata key';
  }
}

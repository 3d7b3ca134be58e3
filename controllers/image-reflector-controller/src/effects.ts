import type { KubeClient } from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import type { TagDatabase } from './database/tag-database.ts';
import type { Pushes } from './image-repository/pushes.ts';
import type { Registries } from './registry/registries.ts';

/** What is needed to ask a registry. */
export interface RegistryEffects {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly registries: Registries;
}

/** What passes over images may touch. */
export interface ReflectorEffects extends RegistryEffects {
  readonly database: TagDatabase;
  readonly pushes: Pushes;
}

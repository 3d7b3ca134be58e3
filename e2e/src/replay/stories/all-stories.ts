import type { Story } from '../story.ts';
import { access } from './access.ts';
import { applyStructures } from './apply-structures.ts';
import { cel } from './cel.ts';
import { configMaps } from './config-maps.ts';
import { customResources } from './custom-resources.ts';
import { definitions } from './definitions.ts';
import { deletion } from './deletion.ts';
import { discovery } from './discovery.ts';
import { events } from './events.ts';
import { fieldValidation } from './field-validation.ts';
import { accessKinds } from './kinds/access-kinds.ts';
import { admissionKinds } from './kinds/admission-kinds.ts';
import { coreKinds } from './kinds/core-kinds.ts';
import { networkKinds } from './kinds/network-kinds.ts';
import { podKinds } from './kinds/pod-kinds.ts';
import { storageKinds } from './kinds/storage-kinds.ts';
import { workloadKinds } from './kinds/workload-kinds.ts';
import { lists } from './lists.ts';
import { namespaces } from './namespaces.ts';
import { patches } from './patches.ts';
import { requests } from './requests.ts';
import { serverSideApply } from './server-side-apply.ts';
import { validation } from './validation.ts';
import { watches } from './watches.ts';
import { writes } from './writes.ts';

/** In the order in which they are told. */
export const allStories: readonly Story[] = [
  discovery,
  configMaps,
  coreKinds,
  podKinds,
  workloadKinds,
  networkKinds,
  accessKinds,
  admissionKinds,
  storageKinds,
  serverSideApply,
  applyStructures,
  patches,
  fieldValidation,
  validation,
  lists,
  watches,
  deletion,
  namespaces,
  customResources,
  cel,
  definitions,
  access,
  writes,
  events,
  requests,
];

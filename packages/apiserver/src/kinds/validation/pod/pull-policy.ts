import type { Check } from '../field.ts';
import { neededOneOf } from '../names.ts';

/** When images are fetched. */
export const pullPolicy: Check = neededOneOf('Always', 'IfNotPresent', 'Never');

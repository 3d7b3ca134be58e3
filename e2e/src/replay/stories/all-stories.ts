import type { Story } from '../story.ts';
import { configMaps } from './config-maps.ts';

/** In the order in which they are told. */
export const allStories: readonly Story[] = [configMaps];

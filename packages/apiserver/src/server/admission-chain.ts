import { resourceKey } from '../registry/catalogue.ts';
import type { AdmissionPlugin, AdmissionSubject } from './admission.ts';

/** The plug-ins that writes pass, in their order. */
export class AdmissionChain {
  readonly #plugins: readonly AdmissionPlugin[];
  /** Those that concern a resource, by group and plural. */
  readonly #byResource = new Map<string, readonly AdmissionPlugin[]>();

  constructor(plugins: readonly AdmissionPlugin[]) {
    this.#plugins = plugins;
  }

  of({ group, resource }: Pick<AdmissionSubject, 'group' | 'resource'>): readonly AdmissionPlugin[] {
    const key = resourceKey(group, resource);
    let found = this.#byResource.get(key);
    if (found === undefined) {
      found = this.#plugins.filter(({ resources }) => resources === undefined || resources.has(key));
      this.#byResource.set(key, found);
    }
    return found;
  }

  /** Whether some plug-in wants to see even updates that change nothing. */
  repeats(subject: AdmissionSubject): boolean {
    return this.of(subject).some((plugin) => plugin.repeats?.(subject) === true);
  }
}

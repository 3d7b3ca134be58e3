import { formatApiVersion, parseApiVersion } from '@flux19/objects';
import { NoMatchError } from '../client/api-error.ts';
import type { ResourceMapping, ResourceSelector } from './resource-mapping.ts';

/** What one answer of discovery says, prepared for lookup. Groups in the server's order of preference, and so their versions. */
export class ResourceTable {
  readonly all: readonly ResourceMapping[];
  readonly #byKind = new Map<string, ResourceMapping>();
  readonly #byResource = new Map<string, ResourceMapping>();

  constructor(all: readonly ResourceMapping[]) {
    this.all = all;
    for (const mapping of all) {
      const { group, version, kind, resource } = mapping;
      setOnce(this.#byKind, `${group}/${version}/${kind}`, mapping);
      setOnce(this.#byResource, `${group}/${version}/${resource}`, mapping);
    }
  }

  find(selector: ResourceSelector): ResourceMapping | undefined {
    if ('apiVersion' in selector) {
      const { group, version } = parseApiVersion(selector.apiVersion);
      return this.#byKind.get(`${group}/${version}/${selector.kind}`);
    }
    const { group, version } = selector;
    if ('resource' in selector) return this.#byResource.get(`${group}/${version}/${selector.resource}`);
    return this.#byKind.get(`${group}/${version}/${selector.kind}`);
  }

  /** By the names that kubectl takes; the first in order of preference wins. */
  findName(name: string): ResourceMapping | undefined {
    const [word = '', ...rest] = name.toLowerCase().split('.');
    const [version = '', ...group] = rest;
    return (
      (rest.length > 1
        ? this.#findWord(word, (m) => m.version === version && m.group === group.join('.'))
        : undefined) ??
      (rest.length === 1 && /^v\d/.test(version)
        ? this.#findWord(word, (m) => m.version === version && m.group === '')
        : undefined) ??
      this.#findWord(word, (m) => rest.length === 0 || m.group === rest.join('.'))
    );
  }

  #findWord(word: string, accepts: (mapping: ResourceMapping) => boolean): ResourceMapping | undefined {
    const candidates = this.all.filter(accepts);
    return (
      candidates.find((m) => m.resource === word || m.singular === word || m.kind.toLowerCase() === word) ??
      candidates.find((m) => m.shortNames.includes(word))
    );
  }
}

function setOnce<V>(map: Map<string, V>, key: string, value: V): void {
  if (!map.has(key)) map.set(key, value);
}

/** The text that Kubernetes clients give when discovery does not know something. */
export function noMatch(selector: ResourceSelector): NoMatchError {
  if ('resource' in selector) {
    return new NoMatchError(
      `no matches for ${formatApiVersion(selector.group, selector.version)}, Resource=${selector.resource}`,
    );
  }
  const version = 'apiVersion' in selector ? selector.apiVersion : formatApiVersion(selector.group, selector.version);
  return new NoMatchError(`no matches for kind ${JSON.stringify(selector.kind)} in version ${JSON.stringify(version)}`);
}

/** kubectl's text for a name that means nothing. */
export function noMatchName(name: string): NoMatchError {
  return new NoMatchError(`the server doesn't have a resource type ${JSON.stringify(name)}`);
}

/** One text per thing that is looked for. */
export function keyOf(selector: ResourceSelector): string {
  if ('apiVersion' in selector) return `${selector.apiVersion} ${selector.kind}`;
  const name = 'resource' in selector ? selector.resource : selector.kind;
  return `${formatApiVersion(selector.group, selector.version)} ${name}`;
}

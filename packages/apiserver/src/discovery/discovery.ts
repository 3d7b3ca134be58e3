import { hash } from 'node:crypto';
import { printJson } from '@flux19/objects';
import { unknownPath } from '../errors/api-errors.ts';
import { negotiateDocument, parseAccept } from '../http/media-types.ts';
import { jsonReply, type Reply, valueReply } from '../http/reply.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import { aggregatedDocument } from './aggregated-document.ts';
import { issuerPaths } from './issuer-documents.ts';
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from './legacy-documents.ts';

/** A document that is kept until the catalogue changes. */
interface Document {
  readonly body: Buffer;
  readonly etag: string;
}

/** Answers which groups, versions and resources there are. */
export class Discovery {
  readonly #catalogue: Catalogue;
  #documents = new Map<string, Document>();
  #generation = -1;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Every path below which something is answered, as `/` shows them. */
  paths(): string[] {
    const groups = this.#catalogue.groups().flatMap(({ group, versions }) => {
      const root = group === '' ? '/api' : `/apis/${group}`;
      return [root, ...versions.map((version) => `${root}/${version}`)];
    });
    return [
      ...groups,
      ...issuerPaths,
      '/apis',
      '/healthz',
      '/livez',
      '/openapi/v2',
      '/openapi/v3',
      '/readyz',
      '/version',
    ].toSorted();
  }

  /** Undefined for paths that are not part of discovery. Throws StatusError 404 for a version of the core group that there is not. */
  answer(request: Request, path: string): Reply | undefined {
    const [, root, group, version, ...rest] = path.split('/');
    if ((root !== 'api' && root !== 'apis') || rest.length > 0) return undefined;
    if (group === undefined) return this.#root(request, root);
    if (root === 'api') return this.#core(request, group, version);
    return version === undefined ? this.#group(request, group) : this.#version(request, group, version);
  }

  #root(request: Request, root: 'api' | 'apis'): Reply {
    const version = aggregatedVersion(request.headers.get('accept'));
    if (version === undefined) {
      return document(request, root === 'api' ? apiVersions() : apiGroupList(this.#catalogue));
    }
    const groups = this.#catalogue.groups().filter(({ group }) => (group === '') === (root === 'api'));
    const { body, etag } = this.#document(`${root} ${version}`, () =>
      aggregatedDocument(this.#catalogue, groups, version),
    );
    const headers = {
      'content-type': `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
      etag,
      vary: 'Accept',
      'cache-control': 'public',
    };
    const isFresh = request.headers.get('if-none-match') === etag;
    return isFresh ? { code: 304, headers, body: '' } : { ...jsonReply(200, body), headers };
  }

  #core(request: Request, version: string, rest: string | undefined): Reply | undefined {
    if (rest !== undefined) return undefined;
    const list = apiResourceList(this.#catalogue, '', version);
    if (list === undefined) throw unknownPath();
    return document(request, list);
  }

  #group(request: Request, name: string): Reply | undefined {
    const group = this.#catalogue.groups().find((one) => one.group === name);
    if (group === undefined) return undefined;
    return document(request, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(group) });
  }

  #version(request: Request, group: string, version: string): Reply | undefined {
    const list = apiResourceList(this.#catalogue, group, version);
    return list === undefined ? undefined : document(request, list);
  }

  #document(name: string, make: () => unknown): Document {
    if (this.#generation !== this.#catalogue.generation) {
      this.#documents = new Map();
      this.#generation = this.#catalogue.generation;
    }
    let document = this.#documents.get(name);
    if (document === undefined) {
      const body = Buffer.from(printJson(make()));
      document = { body, etag: `"${hash('sha256', body, 'hex').toUpperCase()}"` };
      this.#documents.set(name, document);
    }
    return document;
  }
}

function document(request: Request, value: unknown): Reply {
  return valueReply(200, value, negotiateDocument(request.headers.get('accept')));
}

/** The version of aggregated discovery that a client wants before all else; undefined when it wants the plain lists. */
function aggregatedVersion(accept: string | null): 'v2' | 'v2beta1' | undefined {
  for (const { type, parameters } of parseAccept(accept ?? '')) {
    if (parameters.get('as') === 'APIGroupDiscoveryList' && parameters.get('g') === 'apidiscovery.k8s.io') {
      const version = parameters.get('v');
      if (version === 'v2' || version === 'v2beta1') return version;
    } else if (type === 'application/json' || type === '*/*') return undefined;
  }
  return undefined;
}

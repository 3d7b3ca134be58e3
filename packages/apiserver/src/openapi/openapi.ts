import { hash } from 'node:crypto';
import { formatApiVersion, printJson } from '@flux19/objects';
import { notAcceptable } from '../errors/api-errors.ts';
import { parseAccept } from '../http/media-types.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import { documentV2 } from './document-v2.ts';
import { documentV2Protobuf, protobufV2Type } from './document-v2-protobuf.ts';
import { documentV3, targetsIn } from './document-v3.ts';

const plainText = 'text/plain; charset=utf-8';

interface Document {
  readonly body: Buffer;
  readonly etag: string;
}

/** Answers with the schemas of everything that is served. Documents are made when first asked for and kept until the catalogue changes. */
export class OpenApi {
  readonly #catalogue: Catalogue;
  readonly #gitVersion: string;
  #documents = new Map<string, Document>();
  #generation = -1;

  constructor(catalogue: Catalogue, gitVersion: string) {
    this.#catalogue = catalogue;
    this.#gitVersion = gitVersion;
  }

  /** Undefined for other paths. Throws StatusError 406 when a client takes no form that there is. */
  answer(request: Request, path: string): Reply | undefined {
    if (path === '/openapi/v2') return this.#answerV2(request);
    if (path === '/openapi/v3') {
      // Kubernetes: the type is nobody's intention.
      return { ...jsonReply(200, printJson({ paths: this.#index() })), headers: { 'content-type': plainText } };
    }
    const [, group = '', version] = /^\/openapi\/v3\/(?:api|apis\/([^/]+))\/([^/]+)$/.exec(path) ?? [];
    if (version === undefined) return undefined;
    if (targetsIn(this.#catalogue, group, version).length === 0) return { code: 404, headers: {}, body: '' };
    return this.#reply(request, this.#versionDocument(group, version));
  }

  #answerV2(request: Request): Reply {
    const make = () => documentV2(this.#catalogue, this.#gitVersion);
    if (!wantsProtobuf(request.headers.get('accept')))
      return this.#reply(
        request,
        this.#document('v2', () => printJson(make())),
      );
    const document = this.#document('v2 protobuf', () => documentV2Protobuf(make()));
    return reply(request, document, protobufV2Type.replace('@', '.'));
  }

  #reply(request: Request, document: Document): Reply {
    requireJson(request.headers.get('accept'));
    return reply(request, document, 'application/json');
  }

  #index(): Record<string, unknown> {
    const entries = this.#catalogue.groups().flatMap(({ group, versions }) =>
      versions.map((version): [string, unknown] => {
        const path = group === '' ? `api/${version}` : `apis/${group}/${version}`;
        return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${this.#fingerprint(group, version)}` }];
      }),
    );
    return Object.fromEntries(entries);
  }

  /** Changes when the document does. What is built in stays the same for a version of the server. */
  #fingerprint(group: string, version: string): string {
    const isCustom = targetsIn(this.#catalogue, group, version).some(({ resource }) => resource.isCustom);
    if (isCustom) return this.#versionDocument(group, version).etag.slice(1, -1);
    return fingerprint(`${this.#gitVersion} ${formatApiVersion(group, version)}`);
  }

  #versionDocument(group: string, version: string): Document {
    const name = formatApiVersion(group, version);
    return this.#document(name, () => printJson(documentV3(this.#catalogue, group, version, this.#gitVersion)));
  }

  #document(name: string, make: () => string | Buffer): Document {
    if (this.#generation !== this.#catalogue.generation) {
      this.#documents = new Map();
      this.#generation = this.#catalogue.generation;
    }
    let document = this.#documents.get(name);
    if (document === undefined) {
      const made = make();
      const body = typeof made === 'string' ? Buffer.from(made) : made;
      document = { body, etag: `"${fingerprint(body)}"` };
      this.#documents.set(name, document);
    }
    return document;
  }
}

function reply(request: Request, { body, etag }: Document, contentType: string): Reply {
  const headers = { 'content-type': contentType, etag, vary: 'Accept' };
  if (request.headers.get('if-none-match') === etag) return { code: 304, headers, body: '' };
  return { ...jsonReply(200, body), headers };
}

function fingerprint(content: Buffer | string): string {
  return hash('sha256', content, 'hex').toUpperCase();
}

const jsonTypes: ReadonlySet<string> = new Set(['application/json', '*/*', 'application/*', '']);

/** Whether a client would rather have protocol buffers than JSON. */
function wantsProtobuf(accept: string | null): boolean {
  const wanted = parseAccept(accept ?? '').find(({ type }) => type === protobufV2Type || jsonTypes.has(type));
  return wanted?.type === protobufV2Type;
}

function requireJson(accept: string | null): void {
  if (parseAccept(accept ?? '').some(({ type }) => jsonTypes.has(type))) return;
  throw notAcceptable(['application/json']);
}

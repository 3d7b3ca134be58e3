import { answerBlob } from './answer-blob.ts';
import { answerCatalog, answerTags } from './answer-list.ts';
import { answerManifest } from './answer-manifest.ts';
import { answerReferrers } from './answer-referrers.ts';
import { answerNewUpload, answerUpload } from './answer-upload.ts';
import type { Registry, RegistryAccess, RegistryLimits, RegistryOptions } from './registry.ts';
import { empty, failure } from './registry-answer.ts';
import { parseRoute, type RegistryRoute } from './registry-route.ts';
import type { RegistryScene } from './registry-scene.ts';
import { RepositoryRecords } from './repository-records.ts';
import { UploadSessions } from './upload-sessions.ts';

const defaultLimits: RegistryLimits = {
  manifestBytes: 4 * 1024 * 1024,
  blobBytes: 2 * 1024 * 1024 * 1024,
  uploads: 256,
  uploadIdleMs: 10 * 60_000,
};

const methods: Readonly<Record<RegistryRoute['kind'], readonly string[]>> = {
  root: ['GET', 'HEAD'],
  catalog: ['GET'],
  tags: ['GET'],
  manifest: ['GET', 'HEAD', 'PUT', 'DELETE'],
  uploads: ['POST'],
  upload: ['GET', 'PATCH', 'PUT', 'DELETE'],
  blob: ['GET', 'HEAD', 'DELETE'],
  referrers: ['GET'],
};

/** A registry over any storage. */
export function createRegistry(options: RegistryOptions): Registry {
  const limits = { ...defaultLimits, ...options.limits };
  const scene: RegistryScene = {
    options,
    limits,
    records: new RepositoryRecords(options.storage),
    uploads: new UploadSessions(options.storage, options.clock, limits),
  };
  return {
    async fetch(request) {
      try {
        return await answer(scene, request);
      } catch (fault) {
        // What went wrong in here is nobody's affair out there; the client may try again.
        if (!request.signal.aborted) options.onFault?.(fault);
        return failure(500, 'UNKNOWN', 'the registry could not do that');
      }
    },
  };
}

async function answer(scene: RegistryScene, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const route = parseRoute(url.pathname);
  if (route === undefined) return failure(404, 'UNSUPPORTED', 'no such path');
  if (route === 'invalidName') return failure(400, 'NAME_INVALID', 'invalid repository name');
  const refused = await refusal(scene.options, accessOf(route, request));
  if (refused !== undefined) return refused;
  if (!methods[route.kind].includes(request.method)) {
    return failure(405, 'UNSUPPORTED', 'the operation is unsupported', { allow: methods[route.kind].join(', ') });
  }
  return dispatch(scene, route, url, request);
}

async function dispatch(scene: RegistryScene, route: RegistryRoute, url: URL, request: Request): Promise<Response> {
  switch (route.kind) {
    case 'root':
      return empty(200);
    case 'catalog':
      return answerCatalog(scene, url);
    case 'tags':
      return answerTags(scene, route.repository, url);
    case 'manifest':
      return answerManifest(scene, route.repository, route.reference, request);
    case 'uploads':
      return answerNewUpload(scene, route.repository, request, async (repository) => {
        return (await refusal(scene.options, { action: 'pull', repository, request })) === undefined;
      });
    case 'upload':
      return answerUpload(scene, route.repository, route.id, request);
    case 'blob':
      return answerBlob(scene, route.repository, route.digest, request);
    case 'referrers':
      return answerReferrers(scene, route.repository, route.digest, url);
  }
}

function accessOf(route: RegistryRoute, request: Request): RegistryAccess {
  if (route.kind === 'root') return { action: 'ping', request };
  if (route.kind === 'catalog') return { action: 'catalog', request };
  const { repository } = route;
  if (route.kind === 'upload' || route.kind === 'uploads') return { action: 'push', repository, request };
  if (request.method === 'DELETE') return { action: 'delete', repository, request };
  return { action: request.method === 'PUT' ? 'push' : 'pull', repository, request };
}

async function refusal(
  { authorize, challenge = 'Basic realm="registry"' }: RegistryOptions,
  access: RegistryAccess,
): Promise<Response | undefined> {
  const verdict = (await authorize?.(access)) ?? 'allowed';
  if (verdict === 'allowed') return undefined;
  if (verdict === 'denied') return failure(403, 'DENIED', 'requested access to the resource is denied');
  return failure(401, 'UNAUTHORIZED', 'authentication required', { 'www-authenticate': challenge });
}

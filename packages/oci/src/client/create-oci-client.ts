import { parseManifest } from '../content/parse-manifest.ts';
import { digestOf } from '../reference/digest.ts';
import { blobLimit, deleteBlob, hasBlob, openBlob, readBlob } from './blobs.ts';
import { defaultClientLimits, type OciClientOptions } from './client-options.ts';
import { deleteManifest, getImage, getManifest, putManifest, resolve } from './manifests.ts';
import type { OciClient } from './oci-client.ts';
import { collectTexts, pagesOf } from './paged-list.ts';
import { addReferrer, listReferrers } from './referrers.ts';
import { repositoryScope } from './registry-call.ts';
import { Transport } from './transport.ts';
import { uploadBlob } from './upload-blob.ts';

/** How many entries a page should have; registries may give fewer. */
const pageSize = 1000;

/** A client for any registries that speak the distribution protocol; it remembers their tokens, nothing else. */
export function createOciClient(options: OciClientOptions): OciClient {
  const transport = new Transport(options);
  const limits = { ...defaultClientLimits, ...options.limits };

  return {
    async ping(registry, signal) {
      const { response } = await transport.send({ registry, scopes: [], method: 'GET', target: '/v2/' }, signal);
      await response.body?.cancel();
    },
    listTags(name, signal) {
      const { registry, repository } = name;
      const target = `/v2/${repository}/tags/list?n=${pageSize}`;
      const call = { registry, repository, scopes: [repositoryScope(repository, 'pull')], target };
      return collectTexts(pagesOf(transport, call, 'tags', limits, signal), limits.tags, repository);
    },
    listRepositories(registry, signal) {
      const call = { registry, scopes: ['registry:catalog:*'], target: `/v2/_catalog?n=${pageSize}` };
      return collectTexts(pagesOf(transport, call, 'repositories', limits, signal), limits.tags, registry);
    },
    resolve: (reference, signal) => resolve(transport, reference, limits, signal),
    getManifest: (reference, signal) => getManifest(transport, reference, limits, signal),
    getImage: (reference, signal, platform) => getImage(transport, reference, limits, signal, platform),
    async putManifest(reference, content, signal) {
      const { descriptor, isSubjectKnown } = await putManifest(transport, reference, content, signal);
      const { subject } = parseManifest(descriptor, content.bytes).manifest;
      const isNoted = subject === undefined || isSubjectKnown;
      if (!isNoted) await addReferrer(transport, reference, descriptor, content, limits, signal);
      return descriptor;
    },
    deleteManifest: (reference, signal) => deleteManifest(transport, reference, signal),
    hasBlob: (name, digest, signal) => hasBlob(transport, name, digest, signal),
    openBlob: (name, blob, signal) => openBlob(transport, name, blob, limits.blobBytes, signal),
    readBlob: (name, blob, signal, maximumBytes) =>
      readBlob(transport, name, blob, blobLimit(limits, maximumBytes), signal),
    async putBlob(name, content, signal, upload = {}) {
      const digest = digestOf(content);
      if (!(await hasBlob(transport, name, digest, signal))) {
        await uploadBlob(transport, name, digest, content, upload, signal);
      }
      return { digest, size: content.length };
    },
    deleteBlob: (name, digest, signal) => deleteBlob(transport, name, digest, signal),
    listReferrers: (name, digest, signal, artifactType) =>
      listReferrers(transport, name, digest, artifactType, limits, signal),
  };
}

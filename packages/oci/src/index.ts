export { buildArtifact, type NewArtifact } from './artifact/flux-artifact.ts';
export type { CredentialSource, CredentialTarget, RegistryCredentials } from './auth/credentials.ts';
export { dockerConfigCredentials } from './auth/docker-config.ts';
export type { ClientLimits, OciClientOptions, RetryPolicy } from './client/client-options.ts';
export { createOciClient } from './client/create-oci-client.ts';
export type { BlobReference, BlobUpload, ManifestContent, OciClient } from './client/oci-client.ts';
export { type CloudCredentials, type CloudProvider, CloudRegistries } from './cloud/cloud-credentials.ts';
export { certificatesFromSecret, proxyFromSecret } from './connection/connection-secrets.ts';
export {
  openRegistryConnection,
  type RegistryConnection,
  type RegistryConnectionOptions,
} from './connection/registry-connection.ts';
export type {
  Descriptor,
  FetchedImage,
  FetchedManifest,
  ImageIndex,
  ImageManifest,
  Platform,
} from './content/manifest.ts';
export { annotationNames, mediaTypes } from './content/media-types.ts';
export type { CosignTrust } from './cosign/cosign-trust.ts';
export { verifyCosign } from './cosign/verify-cosign.ts';
export { buildImage, type NewImage } from './image/build-image.ts';
export type { BuiltImage, ImageBlob } from './image/built-image.ts';
export type { ImageConfig, ImageRunConfig } from './image/image-config.ts';
export type { ImageFile, ImageSettings } from './image/image-file.ts';
export { type PulledImage, pullImage } from './image/pull-image.ts';
export { pushImage } from './image/push-image.ts';
export { type UnpackLimits, unpackImage } from './image/unpack-image.ts';
export { type NotationTrust, verifyNotation } from './notation/verify-notation.ts';
export { OciError, type OciErrorDetails, type OciFailure } from './oci-error.ts';
export { digestOf, isDigest } from './reference/digest.ts';
export type { OciReference, RepositoryName } from './reference/oci-reference.ts';
export {
  canonicalRepository,
  formatReference,
  formatRepository,
  isTag,
  parseReference,
  parseRepository,
} from './reference/parse-reference.ts';
export { createRegistry } from './registry/create-registry.ts';
export { createFolderStorage } from './registry/folder-storage.ts';
export { createMemoryStorage } from './registry/memory-storage.ts';
export type {
  Registry,
  RegistryAccess,
  RegistryLimits,
  RegistryOptions,
  RegistryPush,
  RegistryVerdict,
} from './registry/registry.ts';
export type { BlobWriter, RegistryStorage } from './registry/registry-storage.ts';

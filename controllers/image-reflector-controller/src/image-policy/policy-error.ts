/** A policy that can never find a tag: the spec has to change. Messages are the image-reflector-controller's. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

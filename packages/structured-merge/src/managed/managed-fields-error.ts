/** A managedFields entry is malformed. */
export class ManagedFieldsError extends Error {
  override readonly name = 'ManagedFieldsError';
}

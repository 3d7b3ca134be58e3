/** A saved state that the server cannot take over; nothing of it was. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

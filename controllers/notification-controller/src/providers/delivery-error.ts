/** A notification that can't be sent: wrong settings, an event that lacks something, or an answer that is a refusal. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
}

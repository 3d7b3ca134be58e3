import { checkHubSignature } from '../../hub-signature.ts';
import { type ReceiverType, WebhookError } from '../../receiver-type.ts';

/** Whoever can sign the body with the token: `X-Signature: sha256=<hex>`. */
export const genericHmac: ReceiverType = {
  type: 'generic-hmac',
  verify({ headers, body, token }) {
    try {
      checkHubSignature(headers.get('x-signature') ?? '', body, token);
    } catch (thrown) {
      if (!(thrown instanceof WebhookError)) throw thrown;
      throw new WebhookError(`unable to validate HMAC signature: ${thrown.message}`, { cause: thrown });
    }
    return { body: body.toString('utf8'), about: 'signed event' };
  },
};

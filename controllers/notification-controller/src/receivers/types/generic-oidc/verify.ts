import { readJwt } from '../../oidc/json-web-token.ts';
import { compileOidcProvider } from '../../oidc/oidc-rules.ts';
import { type ReceiverType, WebhookError } from '../../receiver-type.ts';

/** Flux: the audience of a Receiver that names none. */
const defaultAudience = 'notification-controller';

/** Whoever holds a token of an issuer that the Receiver knows, with claims that pass its validations. */
export const genericOidc: ReceiverType = {
  type: 'generic-oidc',
  async verify({ headers, body, receiver }, { tokens }, signal) {
    const providers = receiver.spec.oidcProviders ?? [];
    if (providers.length === 0) throw new WebhookError('generic-oidc receiver has no oidcProviders configured');
    const authorization = headers.get('authorization') ?? '';
    if (!authorization.startsWith('Bearer ')) {
      throw new WebhookError('the Authorization header is missing or malformed');
    }
    const token = authorization.slice('Bearer '.length).trim();
    // Not verified yet: it only chooses whose keys have to verify it.
    const issuer = readJwt(token).claims['iss'];
    if (typeof issuer !== 'string' || issuer === '') throw new WebhookError("token is missing the 'iss' claim");
    const provider = providers.find(({ issuerURL }) => issuerURL === issuer);
    if (provider === undefined) throw new WebhookError('no oidcProvider configured for the issuer of the token');
    const audience = (provider.audience ?? '') === '' ? defaultAudience : (provider.audience ?? defaultAudience);
    const claims = await tokens.verify(
      token,
      { discoveryUrl: provider.issuerURL, issuers: [issuer], audience },
      signal,
    );
    compileOidcProvider(provider).check(claims);
    return { body: body.toString('utf8'), claims, about: 'event with a token' };
  },
};

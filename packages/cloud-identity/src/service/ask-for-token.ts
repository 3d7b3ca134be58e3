import type { AccessToken } from '../access-token.ts';
import { type Asker, askForObject, type ServiceRequest, textIn } from './ask-service.ts';

/** Sends a request for a token and reads the answer, as OAuth 2.0 has it (RFC 6749, 5.1). */
export async function askForToken(
  environment: Asker,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<AccessToken> {
  const answer = await askForObject(environment, request, signal);
  const seconds = Number(answer['expires_in'] ?? 0);
  const token = textIn(answer, 'access_token', request);
  return { token, expiresAt: environment.clock.now() + (Number.isFinite(seconds) ? seconds : 0) * 1000 };
}

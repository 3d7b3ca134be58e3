// https://kubernetes.io/docs/reference/access-authn-authz/authentication/
import { authenticateToken, type TokenIdentity } from '../access/authenticate.ts';
import { tokenIssuer } from '../access/service-account-tokens.ts';
import type { UserInfo } from '../access/user-info.ts';
import { badRequest } from '../errors/api-errors.ts';
import { type Reply, valueReply } from '../http/reply.ts';
import { asJson, objectField, textField, textsField } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import type { Call, Services } from '../server/services.ts';
import { readQuestion } from './read-question.ts';

/** Who am I? */
export function reviewSelf({ clock }: Services, call: Call): Reply {
  const answer = {
    kind: 'SelfSubjectReview',
    apiVersion: call.target.version.apiVersion,
    metadata: { creationTimestamp: formatTime(clock.now()) },
    status: { userInfo: userInfo(call.user) },
  };
  return valueReply(201, answer, call.acceptance.format);
}

/** Whose token is this? */
export async function reviewToken(services: Services, call: Call, body: string): Promise<Reply> {
  const review = readQuestion(services, call, body);
  const spec = objectField(asJson(review), 'spec');
  const token = textField(spec, 'token');
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const asked = textsField(spec, 'audiences');
  const wanted = asked.length === 0 ? [tokenIssuer] : asked;
  const identity = await authenticateToken(token, services.authentication);
  const audiences =
    identity?.audiences.length === 0 ? wanted : wanted.filter((one) => identity?.audiences.includes(one));
  const isKnown = identity !== undefined && audiences.length > 0;
  const status = isKnown
    ? { authenticated: true, user: userInfo(identity.user), audiences }
    : { user: {}, error: reviewError(identity, wanted) };
  return valueReply(201, { ...review, status }, call.acceptance.format);
}

function reviewError(identity: TokenIdentity | undefined, wanted: readonly string[]): string {
  const unknown = 'invalid bearer token';
  if (identity === undefined) return unknown;
  const [own, asked] = [identity.audiences, wanted].map(
    (list) => `[${list.map((one) => JSON.stringify(one)).join(' ')}]`,
  );
  return `[${unknown}, token audiences ${own} is invalid for the target audiences ${asked}]`;
}

function userInfo({ name, uid, groups, extra }: UserInfo): unknown {
  return {
    username: name,
    ...(uid === undefined ? {} : { uid }),
    groups,
    ...(extra === undefined ? {} : { extra }),
  };
}

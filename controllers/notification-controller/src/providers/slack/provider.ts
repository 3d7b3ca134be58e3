import { isJsonObject } from '@flux19/objects';
import type { Answer } from '../../http/outgoing-request.ts';
import { parseJsonObject } from '../../http/parse-json-object.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { bearer } from '../shared/bearer.ts';
import { acceptSuccess } from '../shared/call.ts';
import { checkAddress } from '../shared/check-address.ts';
import { isError, objectName } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';
import { slackPayload } from '../shared/slack-attachment.ts';

/** Answers 200 whatever happens and says in the body whether it worked: https://api.slack.com/methods/chat.postMessage */
const postMethod = 'https://slack.com/api/chat.postMessage';

/** Slack: incoming webhooks, and chat.postMessage with a bot token. */
export const slack: ProviderType = {
  type: 'slack',
  role: 'message',
  open({ address, channel, username, token }) {
    checkAddress(address, 'Slack hook URL');
    const accept = address === postMethod ? acceptPostMethod : acceptSuccess;
    return ({ event }) => {
      const message = {
        channel,
        username: username === '' ? event.reportingController : username,
        color: isError(event) ? 'danger' : 'good',
        fallback: `${objectName(event)}: ${event.message.split('\n', 1)[0] ?? ''}`,
      };
      return postMessage(jsonPost(address, slackPayload(event, message), bearer(token)), accept);
    };
  },
};

function acceptPostMethod(answer: Answer): void {
  const body = parseJsonObject(answer.body);
  if (!isJsonObject(body)) throw new DeliveryError('unable to unmarshal response body');
  if (body['ok'] === true) return;
  throw new DeliveryError(`Slack responded with error: ${String(body['error'] ?? '')}`);
}

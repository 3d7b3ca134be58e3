import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';
import { adaptiveCard } from './adaptive-card.ts';
import { messageCard } from './message-card.ts';

/** Microsoft Teams. The host tells connectors of the old kind from workflows. */
export const msteams: ProviderType = {
  type: 'msteams',
  role: 'message',
  open({ address }) {
    const { hostname } = checkAddress(address, 'MS Teams webhook URL');
    const card = hostname.endsWith('.webhook.office.com') ? messageCard : adaptiveCard;
    return ({ event }) => postMessage(jsonPost(address, card(event)));
  },
};

import type { FluxEvent } from '@flux19/runtime';
import { metadataEntries, objectName } from './event-texts.ts';

/** Slack's message with one attachment, which Discord and Rocket.Chat take too. */
export interface SlackMessage {
  readonly channel: string;
  readonly username: string;
  readonly color: string;
  /** What clients without attachments show; Flux gives it to Slack only. */
  readonly fallback: string;
}

/** The payload of Slack's kind for an event. */
export function slackPayload(event: FluxEvent, { channel, username, color, fallback }: SlackMessage): unknown {
  return {
    channel,
    username,
    icon_url: '',
    icon_emoji: '',
    attachments: [
      {
        fallback,
        color,
        author_name: objectName(event),
        text: event.message,
        mrkdwn_in: ['text'],
        fields: metadataEntries(event).map(([title, value]) => ({ title, value, short: false })),
      },
    ],
  };
}

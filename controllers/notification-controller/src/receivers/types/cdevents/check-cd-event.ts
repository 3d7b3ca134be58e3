import type { JsonObject } from '@flux19/objects';
import { payloadObject, payloadText } from '../../read-payload.ts';
import { WebhookError } from '../../receiver-type.ts';
import { cdEventTypes } from './cd-event-types.ts';

const host = 'CDEvent';
/** `dev.cdevents.<subject>.<predicate>.<semver>`; every type of 0.4 is of major version 0. */
const typeForm = /^dev\.cdevents\.([a-z]+)\.([a-z]+)\.(\d+)\.\d+\.\d+(?:-[0-9a-z.-]+)?$/i;
const customForm = /^dev\.cdeventsx\.[^.\s]+\.[^.\s]+\.\d+\.\d+\.\d+(?:-[0-9a-z.-]+)?$/i;
const timeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** Throws {@link WebhookError} for what is no event of CDEvents 0.4. */
export function checkCdEvent(event: JsonObject): void {
  const context = payloadObject(event, 'context', host);
  const subject = payloadObject(event, 'subject', host);
  for (const key of ['version', 'id', 'source', 'type', 'timestamp']) requireText(context, key, 'context');
  if (!timeForm.test(payloadText(context, 'timestamp', host))) throw invalid('context.timestamp is no time');
  requireText(subject, 'id', 'subject');
  payloadText(subject, 'source', host);
  const type = payloadText(context, 'type', host);
  if (customForm.test(type)) return;
  const [, subjectName = '', predicate = '', major] = typeForm.exec(type) ?? [];
  const content = cdEventTypes.get(`${subjectName}.${predicate}`);
  if (content === undefined) throw invalid('unknown event type');
  if (major !== '0') throw invalid('the version of the event type is not compatible');
  const subjectType = payloadText(subject, 'type', host);
  if (subjectType.toLowerCase() !== subjectName) throw invalid('subject.type is another than that of the event');
  const given = payloadObject(subject, 'content', host);
  for (const key of content.texts ?? []) requireText(given, key, 'subject.content');
  for (const key of content.references ?? [])
    requireText(payloadObject(given, key, host), 'id', `subject.content.${key}`);
}

function requireText(object: JsonObject, key: string, where: string): void {
  if (payloadText(object, key, host) === '') throw invalid(`${where}.${key} is missing`);
}

function invalid(why: string): WebhookError {
  return new WebhookError(`unable to validate CDEvent event: ${why}`);
}

import type { AutomationCommit, ImageUpdateAutomation } from '@flux19/api';
import type { UpdateResult } from '../setters/update-result.ts';

const defaultMessage = 'Update from image update automation';

/** The message of a commit. */
export function renderMessage(
  _object: ImageUpdateAutomation,
  { messageTemplate = '' }: AutomationCommit,
  _result: UpdateResult,
): string {
  return messageTemplate === '' ? defaultMessage : messageTemplate;
}

import { type AutomationCommit, type ImageUpdateAutomation, reasons } from '@flux19/api';
import { ReconcileError } from '@flux19/runtime';
import { hermeticSprigFunctions, renderTemplate, type SprigOptions, TemplateError } from '@flux19/templates';
import type { UpdateResult } from '../setters/update-result.ts';
import { automationReasons, stalled } from '../source/source-error.ts';
import { templateDataOf } from './template-data.ts';

const defaultMessage = 'Update from image update automation';

/** No commit message is longer, and none takes longer to make. */
const limits = { outputLength: 256 * 1024, timeMs: 1000, allocation: 16 * 1024 * 1024 } as const;

/** The message of a commit. Throws `ReconcileError` with Flux's messages. */
export function renderMessage(
  { metadata }: ImageUpdateAutomation,
  { messageTemplate = '', messageTemplateValues = {} }: AutomationCommit,
  result: UpdateResult,
  world: SprigOptions,
): string {
  if (messageTemplate === '') return defaultMessage;
  const context = { namespace: metadata.namespace ?? '', name: metadata.name, values: messageTemplateValues };
  const data = templateDataOf(result, context);
  const functions = hermeticSprigFunctions(world);
  try {
    return renderTemplate('commit message', messageTemplate, data, { functions, limits });
  } catch (thrown) {
    throw thrown instanceof TemplateError ? failureOf(thrown) : thrown;
  }
}

/** Fields that templates had in former versions, and what Flux says of them. */
const removedFields: readonly (readonly [sign: string, field: string, instead: string])[] = [
  ["can't evaluate field Updated in type source.TemplateData", '.Updated', "'.Changed'"],
  [
    "can't evaluate field ImageResult in type update.Result",
    '.Changed.ImageResult',
    "'.Changed.FileChanges' or '.Changed.Objects'",
  ],
];

const manual = 'https://fluxcd.io/flux/components/image/imageupdateautomations/#message-template';

function failureOf(error: TemplateError): ReconcileError {
  const removed = removedFields.find(([sign]) => error.message.includes(sign));
  if (removed !== undefined) {
    const [, field, instead] = removed;
    const message = `template uses removed '${field}' field. Please use ${instead} instead. See: ${manual}`;
    return stalled(automationReasons.removedTemplateField, message, error);
  }
  const isRun = / executing | exceeded its limits/.test(error.message);
  const what = isRun ? 'failed to run template from spec' : 'unable to create commit message template from spec';
  const message = `failed to update source: ${what}: ${error.message}`;
  return new ReconcileError(reasons.gitOperationFailed, message, { cause: error });
}

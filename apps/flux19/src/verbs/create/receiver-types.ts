import { oneOf } from '../../program/option-parsers.ts';

/** Types of Receivers that `create` makes. */
export const receiverTypes: readonly string[] = [
  ...['generic', 'generic-hmac', 'github', 'gitlab', 'bitbucket', 'harbor'],
  ...['dockerhub', 'quay', 'gcr', 'nexus', 'acr', 'cdevents'],
];

/** Parses `--type`. Throws CliError for a type that there is not. */
export const parseReceiverType: (text: string) => string = oneOf('type', receiverTypes, {
  what: 'receiver type',
  none: `no receiver type given, must be one of: ${receiverTypes.join(', ')}`,
  separator: ', ',
});

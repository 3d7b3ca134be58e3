import { isQualifiedName, isValidLabelValue } from '@flux19/objects';
import { CliError } from '../../program/cli-error.ts';
import type { GlobalOptions } from '../../program/global-options.ts';

/** Flags that every `create` takes. */
export interface CreateOptions extends GlobalOptions {
  /** Milliseconds. */
  readonly interval: number;
  readonly export?: boolean;
  readonly label?: readonly string[];
}

const objectName = /^[a-z0-9]([a-z0-9-]){0,61}[a-z0-9]$/;

/** The name of the new object. Throws CliError when it is missing or cannot be one. */
export function requireName(name: string | undefined): string {
  if (name === undefined) throw new CliError('name is required');
  if (objectName.test(name)) return name;
  throw new CliError(
    `name '${name}' is invalid, it should adhere to standard defined in RFC 1123, the name can only contain alphanumeric characters or '-'`,
  );
}

/** Reads `--label a=b,c=d`. Throws CliError. */
export function parseLabels({ label = [] }: CreateOptions): Record<string, string> {
  return Object.fromEntries(label.map(parseLabel));
}

function parseLabel(text: string): readonly [string, string] {
  const [key = '', value = '', ...rest] = text.split('=');
  if (rest.length > 0 || !text.includes('=')) {
    throw new CliError(`invalid label format '${text}', must be key=value`);
  }
  const keyFaults = isQualifiedName(key);
  if (keyFaults.length > 0) throw new CliError(`invalid label '${key}': [${keyFaults.join(' ')}]`);
  const valueFaults = isValidLabelValue(value);
  if (valueFaults.length > 0) throw new CliError(`invalid label value '${value}': [${valueFaults.join(' ')}]`);
  return [key, value];
}

import { parseYaml } from '@flux19/yaml';
import type { AwsKeySource } from '../keys/keyring.ts';
import { causedBy } from '../sops-error.ts';

/** Reads `sops.aws-kms`: `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`. Throws SopsError, without their text. */
export function readAwsCredentials(text: string): AwsKeySource {
  const fields = fieldsOf(text);
  const read = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  const sessionToken = read('aws_session_token');
  const keys = {
    accessKeyId: read('aws_access_key_id'),
    secretAccessKey: read('aws_secret_access_key'),
    ...(sessionToken === '' ? {} : { sessionToken }),
  };
  return async () => keys;
}

function fieldsOf(text: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = parseYaml(text);
    return new Map(value !== null && typeof value === 'object' ? Object.entries(value) : []);
  } catch {
    // The parser's message may show a part of a key.
  }
  throw causedBy(undefined, 'Malformed', 'failed to unmarshal AWS credentials file: it is not valid YAML');
}

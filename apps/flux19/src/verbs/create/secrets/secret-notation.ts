import { basename } from 'node:path';
import { CliError } from '../../../program/cli-error.ts';
import { collectList } from '../../../program/option-parsers.ts';
import type { CreateOptions } from '../create-options.ts';
import { readFlagFile } from '../read-file.ts';
import type { SecretVerb } from './secret-verb.ts';
import { checkTrustPolicy } from './trust-policy.ts';

interface Flags extends CreateOptions {
  readonly trustPolicyFile?: string;
  readonly caCertFile?: readonly string[];
}

/** `create secret notation`: whose signatures of notation are trusted. */
export const secretNotation: SecretVerb<Flags> = {
  word: 'notation',
  title: 'notation configuration',
  description: 'Create or update a Kubernetes secret for verifications of artifacts signed by Notation',
  addOptions: (command) => {
    command
      .option('--trust-policy-file <file>', 'notation trust policy file path')
      .option('--ca-cert-file <files>', 'root ca cert file path, may be repeated', collectList);
  },
  build: (_, { trustPolicyFile = '', caCertFile = [] }, context) => {
    if (caCertFile.length === 0) throw new CliError('--ca-cert-file is required');
    if (trustPolicyFile === '') throw new CliError('--trust-policy-file is required');
    const policy = readFlagFile(trustPolicyFile, 'unable to read trust policy file', context);
    checkTrustPolicy(policy, trustPolicyFile);
    const wrong = caCertFile.map((path) => basename(path)).filter((name) => !/\.(crt|pem)$/.test(name));
    if (wrong.length > 0)
      throw new CliError(wrong.map((name) => `${name} must end with either .crt or .pem`).join('\n'));
    const certificates = caCertFile.map(
      (path) => [basename(path), readFlagFile(path, 'unable to read TLS CA file', context)] as const,
    );
    return { entries: { ...Object.fromEntries(certificates), 'trustpolicy.json': policy } };
  },
};

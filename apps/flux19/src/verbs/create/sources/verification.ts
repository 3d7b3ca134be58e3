import type { JsonObject } from '@flux19/objects';
import type { Command } from 'commander';
import { CliError } from '../../../program/cli-error.ts';
import { oneOf } from '../../../program/option-parsers.ts';
import { isMissing, nameReference, present } from '../create-fields.ts';

/** Flags that say how signatures are checked. */
export interface VerificationFlags {
  readonly verifyProvider?: string;
  readonly verifySecretRef?: string;
  readonly verifySubject?: string;
  readonly verifyIssuer?: string;
}

const providers = ['cosign'];

export function addVerificationOptions(command: Command): Command {
  return command
    .option('--verify-provider <name>', `how to verify signatures: ${providers.join(', ')}`, parseProvider)
    .option('--verify-secret-ref <name>', 'the name of a secret to use for signature verification')
    .option('--verify-subject <pattern>', 'regular expression for the OIDC subject during signature verification')
    .option('--verify-issuer <pattern>', 'regular expression for the OIDC issuer during signature verification');
}

const parseProvider = oneOf('verify-provider', providers, {
  what: 'source OCI verify provider',
  none: `no source OCI verify provider given, please specify the OCI verify provider name to use for signature verification, available options are: (${providers.join(', ')})`,
  separator: ', ',
});

/** `spec.verify`; undefined when nothing is to be checked. Throws CliError. */
export function verificationOf(flags: VerificationFlags): JsonObject | undefined {
  const { verifyProvider, verifySecretRef, verifySubject, verifyIssuer } = flags;
  const hasIdentity = !isMissing(verifyIssuer) || !isMissing(verifySubject);
  if (!isMissing(verifyProvider)) {
    return {
      provider: verifyProvider,
      ...present('secretRef', nameReference(verifySecretRef)),
      ...(hasIdentity ? { matchOIDCIdentity: [{ issuer: verifyIssuer ?? '', subject: verifySubject ?? '' }] } : {}),
    };
  }
  if (!isMissing(verifySecretRef)) {
    throw new CliError('a verification provider must be specified when a secret is specified');
  }
  if (hasIdentity)
    throw new CliError('a verification provider must be specified when OIDC issuer/subject is specified');
  return undefined;
}

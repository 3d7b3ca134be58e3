import { conditionTypes, type OciRepository, reasons } from '@flux19/api';
import { type KubeClient, readSecret } from '@flux19/kube';
import {
  type CosignTrust,
  canonicalRepository,
  type NotationTrust,
  type OciClient,
  verifyCosign,
  verifyNotation,
} from '@flux19/oci';
import type { Clock } from '@flux19/ports';
import { SourceError, textOf } from '../source/source-error.ts';
import type { ObservedUpstream } from './observe.ts';

/** What signatures are verified with. */
export interface VerifyEffects {
  readonly client: KubeClient;
  readonly clock: Clock;
  /** Sigstore's trusted root for signatures without keys, when the spec names none of its own. */
  readonly trustedRoot: ((signal: AbortSignal) => Promise<string>) | undefined;
}

const trustedRootKey = 'trusted_root.json';
const trustPolicyKey = 'trustpolicy.json';

/** `ignored`: a trust policy does not want to know. */
export type VerificationResult = 'verified' | 'ignored';

/** Makes sure that somebody who is trusted has signed what the registry offers. Throws `SourceError`, never accepts in doubt. */
export async function verifyUpstream(
  effects: VerifyEffects,
  registry: OciClient,
  object: OciRepository,
  upstream: ObservedUpstream,
  signal: AbortSignal,
): Promise<VerificationResult> {
  try {
    return await verify(effects, registry, object, upstream, signal);
  } catch (thrown) {
    throw verificationFailure(object, thrown);
  }
}

async function verify(
  effects: VerifyEffects,
  registry: OciClient,
  object: OciRepository,
  { repository, digest }: ObservedUpstream,
  signal: AbortSignal,
): Promise<VerificationResult> {
  const { provider } = object.spec.verify ?? {};
  const image = { ...repository, digest };
  const name = `${canonicalRepository(repository)}@${digest}`;
  if (provider === 'cosign') {
    const trust = await cosignTrust(effects, object, signal);
    const isHopeless = trust.kind === 'keys' && trust.keys.length === 0;
    if (isHopeless) throw new Error(`no matching signatures were found for '${name}'`);
    await verifyCosign(registry, image, trust, signal);
    return 'verified';
  }
  if (provider !== 'notation') throw new Error(`unsupported verification provider: ${provider}`);
  const trust = await notationTrust(effects.client, object, name, signal);
  return verifyNotation(registry, image, trust, effects.clock.now(), signal);
}

async function notationTrust(
  client: KubeClient,
  { metadata, spec }: OciRepository,
  name: string,
  signal: AbortSignal,
): Promise<NotationTrust> {
  const { secretRef } = spec.verify ?? {};
  if (secretRef === undefined) throw new Error(`verification secret cannot be empty: '${name}'`);
  const secret = `${metadata.namespace}/${secretRef.name}`;
  const data = await readSecret(client, metadata.namespace, secretRef.name, signal);
  const policy = data[trustPolicyKey];
  if (policy === undefined) throw new Error(`'${trustPolicyKey}' not found in secret '${secret}'`);
  const certificates = Object.entries(data).filter(([key]) => /\.(?:crt|pem)$/.test(key));
  if (certificates.length === 0) throw new Error(`no certificates found in secret '${secret}'`);
  return { policy, certificates: certificates.map(([, text]) => text) };
}

async function cosignTrust(
  { client, trustedRoot }: VerifyEffects,
  { metadata, spec }: OciRepository,
  signal: AbortSignal,
): Promise<CosignTrust> {
  const { secretRef, trustedRootSecretRef, matchOIDCIdentity = [] } = spec.verify ?? {};
  const root =
    trustedRootSecretRef === undefined
      ? undefined
      : await readTrustedRoot(client, metadata.namespace, trustedRootSecretRef.name, signal);
  if (secretRef !== undefined) {
    const data = await readSecret(client, metadata.namespace, secretRef.name, signal);
    const keys = Object.entries(data).filter(([name]) => name.endsWith('.pub'));
    return { kind: 'keys', keys: keys.map(([, key]) => key) };
  }
  const used = root ?? (await trustedRoot?.(signal));
  if (used === undefined) throw new Error('unable to initialize trusted root: none is given');
  return { kind: 'keyless', identities: matchOIDCIdentity, trustedRoot: used };
}

async function readTrustedRoot(
  client: KubeClient,
  namespace: string | undefined,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const secret = `${namespace}/${name}`;
  try {
    const text = (await readSecret(client, namespace, name, signal))[trustedRootKey];
    if (text !== undefined) return text;
  } catch (thrown) {
    throw rootFailure(secret, textOf(thrown), thrown);
  }
  throw rootFailure(secret, `'${trustedRootKey}' not found in secret '${secret}'`, undefined);
}

function rootFailure(secret: string, why: string, cause: unknown): Error {
  return new Error(`failed to read trusted root from secret '${secret}': ${why}`, { cause });
}

function verificationFailure({ spec }: OciRepository, thrown: unknown): SourceError {
  const { provider = '', secretRef } = spec.verify ?? {};
  const named = provider === 'cosign' && secretRef === undefined ? `${provider} keyless` : provider;
  const message = `failed to verify the signature using provider '${named}': ${textOf(thrown)}`;
  const details = { stage: 'verify', condition: conditionTypes.sourceVerified, cause: thrown } as const;
  return new SourceError(reasons.verificationError, message, details);
}

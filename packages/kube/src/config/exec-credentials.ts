import { execFile } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '@flux19/objects';
import type { CredentialSource, Credentials } from './credential-source.ts';
import { KubeconfigError } from './kubeconfig-error.ts';

export interface ExecOptions {
  /** `user.exec` of the kubeconfig. */
  readonly exec: JsonObject;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
}

const timeoutMs = 60_000;
const largestAnswerBytes = 1024 * 1024;
/** Credentials are replaced a little before they end. */
const marginMs = 10_000;

/** Credentials from a program: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins */
export function execCredentials(options: ExecOptions): CredentialSource {
  let known: Promise<{ credentials: Credentials; endsAtMs: number }> | undefined;
  return {
    async read(signal) {
      if (known !== undefined && (await known).endsAtMs <= options.nowMs()) known = undefined;
      known ??= run(options, signal).then((status) => readStatus(status));
      try {
        return (await known).credentials;
      } catch (thrown) {
        known = undefined;
        throw thrown;
      }
    },
    expire() {
      known = undefined;
      return true;
    },
  };
}

function run({ exec, folder, environment }: ExecOptions, signal: AbortSignal): Promise<JsonObject> {
  const command = String(exec['command'] ?? '');
  const file = command.includes('/') && !isAbsolute(command) ? resolve(folder, command) : command;
  const args = Array.isArray(exec['args']) ? exec['args'].map(String) : [];
  const info = { kind: 'ExecCredential', apiVersion: exec['apiVersion'], spec: { interactive: false } };
  const env = { ...environment, ...readVariables(exec['env']), KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  return new Promise((done, fail) => {
    const settings = { env, signal, timeout: timeoutMs, maxBuffer: largestAnswerBytes };
    execFile(file, args, settings, (failure, output) => {
      if (signal.aborted) return fail(signal.reason);
      // Neither output nor arguments: they may hold the credential.
      if (failure !== null)
        return fail(new KubeconfigError(`the credential program ${command} failed: ${failure.code ?? failure.signal}`));
      const status = statusOf(output);
      if (status === undefined)
        return fail(new KubeconfigError(`the credential program ${command} answered no ExecCredential`));
      return done(status);
    });
  });
}

function readVariables(list: JsonValue | undefined): Record<string, string> {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(list.filter(isJsonObject).map(({ name, value }) => [String(name), String(value)]));
}

function statusOf(output: string): JsonObject | undefined {
  try {
    const answer = parseJson(output);
    return isJsonObject(answer) && isJsonObject(answer['status']) ? answer['status'] : undefined;
  } catch {
    return undefined;
  }
}

function readStatus(status: JsonObject): { credentials: Credentials; endsAtMs: number } {
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = status;
  const endsAtMs =
    typeof expirationTimestamp === 'string' ? Date.parse(expirationTimestamp) - marginMs : Number.POSITIVE_INFINITY;
  return {
    credentials: {
      authorization: typeof token === 'string' ? `Bearer ${token}` : undefined,
      certificate: typeof clientCertificateData === 'string' ? clientCertificateData : undefined,
      key: typeof clientKeyData === 'string' ? clientKeyData : undefined,
    },
    endsAtMs: Number.isNaN(endsAtMs) ? Number.POSITIVE_INFINITY : endsAtMs,
  };
}

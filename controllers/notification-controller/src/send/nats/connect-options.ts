import type { JsonObject } from '@flux19/objects';
import type { NatsCredentials } from '../../http/outgoing-request.ts';
import { SendError } from '../send-error.ts';
import { readSeed } from './nats-keys.ts';

const jwtForm = /-----BEGIN NATS USER JWT-----\s*(\S+)\s*-+END NATS USER JWT-+/;
const seedForm = /-----BEGIN USER NKEY SEED-----\s*(\S+)\s*-+END USER NKEY SEED-+/;

/** The options of CONNECT: https://docs.nats.io/reference/reference-protocols/nats-protocol#connect */
export function connectOptions(credentials: NatsCredentials, nonce: string, isTls: boolean): JsonObject {
  return {
    verbose: false,
    pedantic: false,
    tls_required: isTls,
    name: 'NATS Provider Publisher',
    lang: 'typescript',
    version: '1.0.0',
    protocol: 1,
    echo: true,
    ...authentication(credentials, nonce),
  };
}

function authentication(credentials: NatsCredentials, nonce: string): JsonObject {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'password':
      return { user: credentials.username, pass: credentials.password };
    case 'nkey': {
      const key = readSeed(credentials.seed);
      return { nkey: key.publicKey, sig: key.sign(nonce) };
    }
    case 'jwt': {
      const [jwt, seed] = [jwtForm.exec(credentials.file)?.[1], seedForm.exec(credentials.file)?.[1]];
      if (jwt === undefined || seed === undefined) {
        throw new SendError('the credentials hold no user JWT with its seed', { isRetryable: false });
      }
      return { jwt, sig: readSeed(seed).sign(nonce) };
    }
  }
}

import { SignatureError } from './signature-error.ts';

/** Why a key cannot be used: `locked` no passphrase, `passphrase` a wrong one, `several` more than one key, `unreadable` anything else. */
export type SigningKeyFault = 'locked' | 'passphrase' | 'several' | 'unreadable';

/** A signing key that cannot be used. Messages hold nothing of it. */
export class SigningKeyError extends SignatureError {
  readonly fault: SigningKeyFault;

  constructor(fault: SigningKeyFault, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.fault = fault;
  }
}

import type { Command } from 'commander';
import { invalidArgument, oneOf } from '../../program/option-parsers.ts';

/** Flags about the SSH key that is made when none is given. */
export interface KeyOptions {
  readonly sshKeyAlgorithm: string;
  readonly sshRsaBits: number;
  readonly sshEcdsaCurve: string;
}

const algorithms = ['rsa', 'ecdsa', 'ed25519'];
const curves = ['p256', 'p384', 'p521'];

export function addKeyOptions(command: Command): Command {
  return command
    .option('--ssh-key-algorithm <name>', 'SSH public key algorithm: rsa, ecdsa or ed25519', parseAlgorithm, 'ecdsa')
    .option('--ssh-rsa-bits <number>', 'SSH RSA public key bit size (multiplies of 8)', parseBits, 2048)
    .option('--ssh-ecdsa-curve <name>', 'SSH ECDSA public key curve: p256, p384 or p521', parseCurve, 'p384');
}

const parseAlgorithm = oneOf('ssh-key-algorithm', algorithms, {
  what: 'public key algorithm',
  none: `no public key algorithm given, must be one of: ${algorithms.join(', ')}`,
  separator: ', ',
});

const parseCurve = oneOf('ssh-ecdsa-curve', curves, {
  what: 'curve',
  none: `no curve given, must be one of: ${curves.join(', ')}`,
  separator: ', ',
});

function parseBits(text: string): number {
  const bits = Number(text);
  if (Number.isInteger(bits) && bits >= 1024 && bits % 8 === 0) return bits;
  throw invalidArgument('ssh-rsa-bits', text, 'RSA key bit size must be a multiplier of 8 and at least 1024');
}

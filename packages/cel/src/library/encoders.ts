import { Fault } from '../values/fault.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

function decode(text: string): Value {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return new Fault('illegal base64 data');
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Fault('illegal base64 data');
  }
}

function encode(bytes: Uint8Array): Value {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** The encoders extension of cel-go. Kubernetes does not offer it to validation rules. */
export const encoderLibrary: readonly FunctionDeclaration[] = [
  declare('base64.decode', overload('base64_decode_string', '(string) -> bytes', decode)),
  declare('base64.encode', overload('base64_encode_bytes', '(bytes) -> string', encode)),
];

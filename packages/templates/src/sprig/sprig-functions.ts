import type { GoFunction } from '../values/go-value.ts';
import { type DateOptions, dateFunctions } from './date-functions.ts';
import { defaultFunctions } from './default-functions.ts';
import { dictFunctions } from './dict-functions.ts';
import { encodingFunctions } from './encoding-functions.ts';
import { jsonFunctions } from './json-functions.ts';
import { letterCases } from './letter-cases.ts';
import { listFunctions } from './list-functions.ts';
import { numberFunctions } from './number-functions.ts';
import { pathFunctions } from './path-functions.ts';
import { type RandomBytes, randomFunctions } from './random-functions.ts';
import { regexpFunctions } from './regexp-functions.ts';
import { textFunctions } from './text-functions.ts';
import { urlFunctions } from './url-functions.ts';
import { versionFunctions } from './version-functions.ts';
import { wrapping } from './wrapping.ts';

/** What functions may know of the world. */
export interface SprigOptions extends DateOptions {
  readonly randomBytes: RandomBytes;
}

/** Those that Flux leaves out of commit messages: they would give something else each time, or elsewhere. */
const notHermetic: ReadonlySet<string> = new Set([
  'date',
  'date_in_zone',
  'date_modify',
  'now',
  'htmlDate',
  'htmlDateInZone',
  'dateInZone',
  'dateModify',
  'randAlphaNum',
  'randAlpha',
  'randAscii',
  'randNumeric',
  'randBytes',
  'uuidv4',
]);

/**
 * The functions of sprig 3.3 by name, but for those that read the environment or the network, and those that make keys, certificates and
 * password hashes.
 */
export function sprigFunctions(options: SprigOptions): ReadonlyMap<string, GoFunction> {
  return new Map(
    Object.entries({
      ...textFunctions,
      ...wrapping,
      ...letterCases,
      ...listFunctions,
      ...dictFunctions,
      ...defaultFunctions,
      ...numberFunctions,
      ...jsonFunctions,
      ...encodingFunctions,
      ...regexpFunctions,
      ...pathFunctions,
      ...urlFunctions,
      ...versionFunctions,
      ...dateFunctions(options),
      ...randomFunctions(options.randomBytes),
    }),
  );
}

/** Those of them that Flux allows in commit messages. */
export function hermeticSprigFunctions(options: SprigOptions): ReadonlyMap<string, GoFunction> {
  return new Map([...sprigFunctions(options)].filter(([name]) => !notHermetic.has(name)));
}

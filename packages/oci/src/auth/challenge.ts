/** How a registry wants to be approached, from `WWW-Authenticate`. */
export type Challenge =
  | { readonly kind: 'basic' }
  | {
      readonly kind: 'bearer';
      /** Where tokens are to be had. */
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

/** The challenge of a 401; Bearer before Basic when there are both; undefined for one that is not understood. */
export function parseChallenge(header: string | null): Challenge | undefined {
  const found = splitChallenges(header ?? '');
  const bearer = found.find(({ scheme }) => scheme === 'bearer');
  const realm = bearer?.parameters.get('realm');
  if (bearer !== undefined && realm !== undefined) {
    return {
      kind: 'bearer',
      realm,
      service: bearer.parameters.get('service'),
      scope: bearer.parameters.get('scope'),
    };
  }
  return found.some(({ scheme }) => scheme === 'basic') ? { kind: 'basic' } : undefined;
}

interface RawChallenge {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/** Takes the header apart (RFC 9110 section 11.6.1): a word that no `=` follows begins a new challenge. */
function splitChallenges(header: string): RawChallenge[] {
  const challenges: RawChallenge[] = [];
  const token = /([A-Za-z0-9!#$%&'*+.^_`|~-]+)(\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;
  for (const [, name = '', assignment, quoted, plain] of header.matchAll(token)) {
    if (assignment === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else challenges.at(-1)?.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
  }
  return challenges;
}

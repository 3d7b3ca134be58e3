import { compileGoRegexp, type GoRegexp, RegexpError } from '@flux19/expressions';
import { causedBy, SopsError } from '../sops-error.ts';

/** Says which values of a file are encrypted. */
export interface EncryptionRule {
  /** `comments`: those above the value, per level; the last is the comment itself when the question is about one. */
  isEncrypted(path: readonly string[], comments: readonly (readonly string[])[], isComment: boolean): boolean;
}

/** What the metadata may say; at most one of them. */
export interface RuleSource {
  readonly unencryptedSuffix: string;
  readonly encryptedSuffix: string;
  readonly unencryptedRegex: string;
  readonly encryptedRegex: string;
  readonly unencryptedCommentRegex: string;
  readonly encryptedCommentRegex: string;
}

const defaultUnencryptedSuffix = '_unencrypted';

type RuleKind = keyof RuleSource;

const makers: Readonly<Record<RuleKind, (text: string) => EncryptionRule>> = {
  unencryptedSuffix: (suffix) => ({ isEncrypted: (path) => !path.some((key) => key.endsWith(suffix)) }),
  encryptedSuffix: (suffix) => ({ isEncrypted: (path) => path.some((key) => key.endsWith(suffix)) }),
  unencryptedRegex(text) {
    const pattern = compile(text);
    return { isEncrypted: (path) => !path.some((key) => pattern.test(key)) };
  },
  encryptedRegex(text) {
    const pattern = compile(text);
    return { isEncrypted: (path) => path.some((key) => pattern.test(key)) };
  },
  unencryptedCommentRegex(text) {
    const pattern = compile(text);
    return { isEncrypted: (_path, comments) => !comments.flat().some((comment) => pattern.test(comment)) };
  },
  encryptedCommentRegex(text) {
    const pattern = compile(text);
    // The comment that asks for encryption is not encrypted itself.
    return {
      isEncrypted: (_path, comments, isComment) =>
        (isComment ? comments.flat().slice(0, -1) : comments.flat()).some((comment) => pattern.test(comment)),
    };
  },
};

/** The rule of a file. Throws SopsError when there are several, or an expression is invalid. */
export function encryptionRule(source: RuleSource): EncryptionRule {
  const kinds = (Object.keys(makers) as RuleKind[]).filter((kind) => source[kind] !== '');
  const [kind, ...others] = kinds;
  if (others.length > 0) {
    const message =
      'Cannot use more than one of encrypted_suffix, unencrypted_suffix, encrypted_regex, unencrypted_regex, encrypted_comment_regex, or unencrypted_comment_regex in the same file';
    throw new SopsError('Malformed', message);
  }
  return kind === undefined ? makers.unencryptedSuffix(defaultUnencryptedSuffix) : makers[kind](source[kind]);
}

function compile(text: string): GoRegexp {
  try {
    return compileGoRegexp(text);
  } catch (cause) {
    if (!(cause instanceof RegexpError)) throw cause;
    throw causedBy(cause, 'Malformed', `the expression that tells which values are encrypted is invalid: ${text}`);
  }
}

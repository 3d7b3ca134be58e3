import { KustomizeError } from '../engine/kustomize-error.ts';
import { DecodeError, decode } from '../kustomization/decode.ts';
import type { Replacement } from '../kustomization/kustomization.ts';
import { replacementShape } from '../kustomization/shape.ts';
import { readDocument } from '../reading/read-document.ts';
import { isFields } from '../values/value.ts';
import type { PluginHelp } from './plugin.ts';

type Written = Replacement & { readonly path?: string | undefined };

/** Replacements, those in files of their own read in. Throws KustomizeError. */
export function readReplacements(list: readonly Written[], help: PluginHelp): readonly Replacement[] {
  return list.flatMap((replacement) => {
    if (!replacement.path) return [replacement];
    if (replacement.source !== undefined || (replacement.targets?.length ?? 0) > 0) {
      throw new KustomizeError('cannot specify both path and inline replacement', {
        reason: 'InvalidReplacement',
        field: 'replacements',
      });
    }
    return readFile(replacement.path, help);
  });
}

function readFile(path: string, help: PluginHelp): readonly Replacement[] {
  const text = new TextDecoder().decode(help.load(path));
  try {
    const value = readDocument(text, 'sigs')?.value;
    const options = { lenient: true, name: 'Replacement' };
    if (Array.isArray(value)) return decode(value, { list: replacementShape }, options) as Replacement[];
    if (isFields(value)) return [decode(value, replacementShape, options) as Replacement];
  } catch (cause) {
    const field = cause instanceof DecodeError ? cause.path : undefined;
    throw new KustomizeError((cause as Error).message, { reason: 'InvalidReplacement', file: path, field, cause });
  }
  throw new KustomizeError('unsupported replacement type encountered within replacement path: invalid', {
    reason: 'InvalidReplacement',
    file: path,
  });
}

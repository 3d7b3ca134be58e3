import { decode } from '../kustomization/decode.ts';
import { type Shape, selectorShape } from '../kustomization/shape.ts';
import { readDocument } from '../reading/read-document.ts';
import type { PluginHelp } from './plugin.ts';
import type { ValueTarget } from './value-transformers.ts';

export const valueTargetsShape: Shape = {
  list: { fields: { selector: selectorShape, fieldPath: 'string', filePathPosition: 'int' } },
};

interface ValueAddConfig {
  readonly targets?: readonly ValueTarget[] | undefined;
  readonly targetFilePath?: string | undefined;
}

/** The targets of a ValueAddTransformer with those of the file it names. */
export function readValueTargets(
  { targets = [], targetFilePath }: ValueAddConfig,
  help: PluginHelp,
): readonly ValueTarget[] {
  if (!targetFilePath) return targets;
  const value = readDocument(new TextDecoder().decode(help.load(targetFilePath)), 'sigs')?.value ?? {};
  const shape: Shape = { fields: { targets: valueTargetsShape } };
  const read = decode(value, shape, { lenient: true, name: 'targets' }) as { targets?: readonly ValueTarget[] };
  return [...targets, ...(read.targets ?? [])];
}

import { hashTransformer } from '../builtins/load-plugin.ts';
import { entriesTransformer } from '../builtins/metadata-transformers.ts';
import { Folder } from '../files/folder.ts';
import { FieldSpecs } from '../filters/field-filter.ts';
import { replaceVariables } from '../filters/replace-variables.ts';
import { idText } from '../identity/gvk.ts';
import { ReferenceFixer } from '../references/fix-references.ts';
import { sortResources } from '../resources/sort-resources.ts';
import { textOf } from '../values/value.ts';
import { accumulateTarget } from './accumulate-target.ts';
import { Accumulator } from './accumulator.ts';
import { buildResult } from './build-result.ts';
import type { BuildSession } from './build-session.ts';
import { finishResource } from './finish-resource.ts';
import type { BuildOptions, BuildResult } from './kustomize-engine.ts';
import { KustomizeError } from './kustomize-error.ts';
import { givenTarget, loadTarget } from './load-target.ts';
import { applyOpenApi, type Target } from './target.ts';
import { variableValues } from './variable-set.ts';

const defaultProvenance = 'v5.8.1';

/** Builds a folder. Throws KustomizeError. */
export function buildFolder(session: BuildSession, path: string, options: BuildOptions): BuildResult {
  const folder = Folder.open(path, session.folderOptions);
  const reached = { origin: undefined, accumulate: accumulateTarget };
  const loaded =
    options.kustomization === undefined
      ? loadTarget(session, folder, reached)
      : givenTarget(session, folder, options.kustomization, reached);
  const metadata = loaded.kustomization.buildMetadata ?? [];
  const target: Target = metadata.length > 0 ? { ...loaded, origin: {} } : loaded;
  applyOpenApi(target);
  const gathered = new Accumulator();
  accumulateTarget(target, gathered);
  complete(gathered);
  dropLocal(gathered);
  sort(gathered, target, options);
  if (options.managedByLabel === true || metadata.includes('managedByLabel'))
    addManagedBy(gathered, options.provenance ?? defaultProvenance);
  const finish = {
    origins: metadata.includes('originAnnotations'),
    transformations: metadata.includes('transformerAnnotations'),
  };
  for (const resource of gathered.list.resources) finishResource(resource, finish);
  return buildResult(gathered.list.resources, session.warnings);
}

/** Names get their hashes, references the new names, and variables their values. */
function complete({ list, config, variables }: Accumulator): void {
  hashTransformer().transform(list);
  ReferenceFixer.of(config.nameReference).fix(list.resources);
  if (variables.size === 0) return;
  const values = variableValues(list, variables);
  const specs = FieldSpecs.of(config.varReference);
  const used = new Set<string>();
  for (const resource of list.resources) replaceVariables(resource, specs, values, used);
}

function dropLocal({ list }: Accumulator): void {
  const remaining = list.resources.filter((resource) => {
    if (resource.isEmpty) return false;
    if (resource.kind === '' || (resource.name === '' && !resource.kind.endsWith('List'))) {
      throw new KustomizeError(
        `missing ${resource.kind === '' ? 'kind' : 'metadata.name'} in object ${idText(resource.id)}`,
        {
          reason: 'InvalidResource',
          file: resource.file,
          line: resource.line || undefined,
        },
      );
    }
    const local = resource.annotations['config.kubernetes.io/local-config'];
    return local === undefined || textOf(local) === 'false';
  });
  if (remaining.length < list.size) list.replaceAll(remaining);
}

function sort({ list }: Accumulator, { kustomization }: Target, { reorder = 'legacy' }: BuildOptions): void {
  if (kustomization.sortOptions !== undefined)
    list.replaceAll(sortResources(list.resources, kustomization.sortOptions));
  else if (reorder === 'legacy') list.replaceAll(sortResources(list.resources, { order: 'legacy' }));
}

function addManagedBy({ list }: Accumulator, provenance: string): void {
  const labels = { 'app.kubernetes.io/managed-by': `kustomize-${provenance}` };
  entriesTransformer('LabelTransformer', labels, [{ path: 'metadata/labels', create: true }]).transform(list);
}

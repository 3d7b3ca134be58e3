import { KustomizeError } from '../engine/kustomize-error.ts';
import { CompiledSelector } from '../filters/selector.ts';
import { idText, isSelected, type ResourceId } from '../identity/gvk.ts';
import type { Replacement, ReplacementTarget, SourceSelector } from '../kustomization/kustomization.ts';
import type { Resource } from '../resources/resource.ts';
import { type Fields, isEmpty, isScalar, textOf, type Value } from '../values/value.ts';
import { type Created, findPlaces, type Place } from './find-places.ts';
import { lookup } from './lookup.ts';
import { splitFieldPath } from './split-field-path.ts';
import { type Source, writePlace } from './write-place.ts';
import { writeStructured } from './write-structured.ts';

const defaultPath = 'metadata.name';

/** Copies values from one resource to fields of others, as `replacements` asks. Throws KustomizeError. */
export function applyReplacements(resources: readonly Resource[], replacements: readonly Replacement[]): void {
  for (const replacement of replacements) {
    const { source, sourceValue, targets } = replacement;
    if ((source === undefined && sourceValue === undefined) || targets === undefined) {
      fail('replacements must specify a source and at least one target', 'replacements');
    }
    const value = findSource(resources, replacement);
    for (const target of targets) applyTarget(resources, value, target);
  }
}

function fail(message: string, field: string, resource?: Resource): never {
  throw new KustomizeError(message, {
    reason: 'InvalidReplacement',
    field,
    file: resource?.file,
    line: resource?.line || undefined,
  });
}

function findSource(resources: readonly Resource[], { source, sourceValue }: Replacement): Source {
  if (source !== undefined && sourceValue !== undefined) {
    fail('value and resource selectors are mutually exclusive', 'replacements.source');
  }
  if (source === undefined) return { value: sourceValue ?? '', hasKind: false };
  const resource = selectSource(resources, source);
  const path = source.fieldPath || defaultPath;
  let value: Value | undefined;
  try {
    value = lookup(resource.value, splitFieldPath(path));
  } catch (cause) {
    fail(`error looking up replacement source: ${(cause as Error).message}`, path, resource);
  }
  if (value === undefined || isEmpty(value)) {
    fail(`fieldPath \`${path}\` is missing for replacement source ${idText(source)}`, path, resource);
  }
  return { value: refine(value, source, resource), hasKind: true };
}

function selectSource(resources: readonly Resource[], source: SourceSelector): Resource {
  const matches = resources.filter((resource) =>
    [resource.id, ...resource.previousIds].some((id) => isSelectedBy(id, source)),
  );
  const [first] = matches;
  if (first === undefined) fail(`nothing selected by ${sourceText(source)}`, 'replacements.source');
  if (matches.length > 1) fail(`multiple matches for selector ${sourceText(source)}`, 'replacements.source');
  return first;
}

function isSelectedBy(id: ResourceId, selector: SourceSelector): boolean {
  return (
    (!selector.name || selector.name === id.name) &&
    (!selector.namespace || selectorNamespace(selector) === plainNamespace(id)) &&
    isSelected(id, selector)
  );
}

/** Selector and id are compared by namespace; a cluster scoped id has none. */
function plainNamespace(id: ResourceId): string {
  // Ids made for replacements do not know their scope upstream: only their namespace counts.
  return id.namespace === '' ? 'default' : id.namespace;
}

function selectorNamespace(selector: SourceSelector): string {
  return selector.namespace || 'default';
}

function sourceText(source: SourceSelector): string {
  const { delimiter = '', index = 0, create = false } = source.options ?? {};
  const options = delimiter === '' && !create ? [] : [`${delimiter}(${index}), create=${create}`];
  return [idText(source), ...(source.fieldPath ? [source.fieldPath] : []), ...options].join(':');
}

function refine(value: Value, { options, fieldPath }: SourceSelector, resource: Resource): Value {
  if (!options?.delimiter) return value;
  if (!isScalar(value)) fail('delimiter option can only be used with scalar nodes', fieldPath ?? defaultPath, resource);
  const index = options.index ?? 0;
  const part = textOf(value).split(options.delimiter)[index];
  if (part === undefined) {
    fail(`options.index ${index} is out of bounds for value ${textOf(value)}`, fieldPath ?? defaultPath, resource);
  }
  return part;
}

function applyTarget(resources: readonly Resource[], source: Source, target: ReplacementTarget): void {
  if (target.select === undefined) fail('target must specify resources to select', 'replacements.targets.select');
  const select = new CompiledSelector(target.select);
  const rejects = (target.reject ?? []).map((selector) => new CompiledSelector(selector));
  for (const resource of resources) {
    const ids = [resource.id, ...resource.previousIds];
    if (!select.matchesLabels(resource)) continue;
    if (rejects.some((reject) => reject.hasLabels && reject.matchesLabels(resource))) continue;
    if (rejects.some((reject) => !reject.isAnyId && ids.some((id) => reject.matchesId(id)))) continue;
    if (ids.some((id) => select.matchesId(id))) copyTo(resource, source, target);
  }
}

function copyTo(resource: Resource, source: Source, target: ReplacementTarget): void {
  const paths = target.fieldPaths === undefined || target.fieldPaths.length === 0 ? [defaultPath] : target.fieldPaths;
  for (const path of paths) {
    const create = target.options?.create === true ? createdKind(source.value) : undefined;
    const parts = splitFieldPath(path);
    const root: Fields = { root: resource.value };
    if (writeStructured(root, parts, source, create, target.options)) continue;
    const before = create === undefined ? undefined : newPlaces(root, parts);
    const places = find(root, parts, create, path, resource);
    for (const place of places) write(place, source, target, before, resource, path);
  }
}

function newPlaces(root: Fields, parts: readonly string[]): ReadonlySet<string> {
  try {
    return new Set(findPlaces(root, 'root', parts, undefined).map(({ key }) => String(key)));
  } catch {
    return new Set();
  }
}

function find(root: Fields, parts: readonly string[], create: Created, path: string, resource: Resource): Place[] {
  const what = `unable to find ${create === undefined ? '' : 'or create '}field ${JSON.stringify(path)} in replacement target`;
  try {
    const places = findPlaces(root, 'root', parts, create);
    if (places.length > 0) return places;
  } catch (cause) {
    fail(`${what}: ${(cause as Error).message}`, path, resource);
  }
  return fail(what, path, resource);
}

function write(
  place: Place,
  source: Source,
  target: ReplacementTarget,
  existing: ReadonlySet<string> | undefined,
  resource: Resource,
  path: string,
): void {
  try {
    writePlace(place, source, target.options, existing !== undefined && !existing.has(String(place.key)));
  } catch (cause) {
    fail((cause as Error).message, path, resource);
  }
}

function createdKind(value: Value): Created {
  if (isScalar(value)) return 'scalar';
  return Array.isArray(value) ? 'list' : 'map';
}

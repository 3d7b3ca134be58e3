import { compileGoRegexp, RegexpError } from '@flux19/expressions';
import {
  deepEqual,
  type JsonValue,
  type KubeObject,
  matchesLabels,
  objectReference,
  parseApiVersion,
  parseLabelSelector,
  SelectorError,
} from '@flux19/objects';
import { applyJsonPatch } from '@flux19/patch';
import { ApplyError } from '../apply/apply-error.ts';
import type { IgnoreRule } from '../apply/apply-options.ts';
import { ownsField } from './field-ownership.ts';
import { resolvePointer } from './json-pointer.ts';

/** Rules ready to be asked: which pointers of this object are ignored? */
export type IgnoredPaths = (object: KubeObject) => readonly string[];

/** Compiles rules. Throws {@link ApplyError} for an expression or selector that is none. */
export function compileIgnoreRules(rules: readonly IgnoreRule[]): IgnoredPaths {
  const compiled = rules.map((rule) => ({ paths: rule.paths, matches: compileTarget(rule.target ?? {}) }));
  return (object) => compiled.filter((rule) => rule.matches(object)).flatMap((rule) => rule.paths);
}

/** The object without these fields. */
export function withoutPaths(object: KubeObject, paths: readonly string[]): KubeObject {
  let stripped = object;
  for (const path of paths) {
    if (resolvePointer(stripped, path) !== undefined) stripped = patchObject(stripped, [{ op: 'remove', path }]);
  }
  return stripped;
}

/**
 * What is sent when an object has to be applied although others may set some of its fields. Of ignored fields that differ, those
 * that another applier owns are left out; of the others the live value is kept, which is nobody's but the cluster's.
 */
export function adoptIgnored(
  desired: KubeObject,
  live: KubeObject,
  merged: KubeObject,
  paths: readonly string[],
  fieldManager: string,
): KubeObject {
  let payload = desired;
  for (const path of paths) {
    const liveValue = resolvePointer(live, path);
    if (deepEqual(liveValue, resolvePointer(merged, path))) continue;
    const isOthers = ownsField(live, path, (manager) => manager !== fieldManager);
    if (isOthers || liveValue === undefined) payload = withoutPaths(payload, [path]);
    else if (resolvePointer(payload, path) !== undefined)
      payload = patchObject(payload, [{ op: 'replace', path, value: liveValue as JsonValue }]);
  }
  return payload;
}

function patchObject(object: KubeObject, operations: JsonValue): KubeObject {
  return applyJsonPatch(object as unknown as JsonValue, operations) as unknown as KubeObject;
}

function compileTarget(target: NonNullable<IgnoreRule['target']>): (object: KubeObject) => boolean {
  try {
    const [group, version, kind, name, namespace] = [
      target.group,
      target.version,
      target.kind,
      target.name,
      target.namespace,
    ].map(compileWhole);
    const labels = parseLabelSelector(target.labelSelector ?? '');
    const annotations = parseLabelSelector(target.annotationSelector ?? '');
    return (object) => {
      const reference = objectReference(object);
      return (
        matches(group, reference.group) &&
        matches(version, parseApiVersion(object.apiVersion).version) &&
        matches(kind, reference.kind) &&
        matches(name, reference.name) &&
        matches(namespace, reference.namespace) &&
        matchesLabels(labels, object.metadata.labels ?? {}) &&
        matchesLabels(annotations, object.metadata.annotations ?? {})
      );
    };
  } catch (thrown) {
    if (!(thrown instanceof RegexpError || thrown instanceof SelectorError)) throw thrown;
    throw new ApplyError(`invalid ignore rule: ${thrown.message}`, { cause: thrown });
  }
}

type Matcher = ((text: string) => boolean) | undefined;

/** Flux anchors the expressions; an empty one matches everything. */
function compileWhole(pattern: string | undefined): Matcher {
  if (pattern === undefined || pattern === '') return undefined;
  const expression = compileGoRegexp(`^(?:${pattern})$`);
  return (text) => expression.test(text);
}

function matches(matcher: Matcher, text: string): boolean {
  return matcher === undefined || matcher(text);
}

import { compileGoRegexp } from '@flux19/expressions';
import { type LabelSelector, matchesLabels, parseLabelSelector } from '@flux19/objects';
import { KustomizeError } from '../engine/kustomize-error.ts';
import { effectiveNamespace, type Gvk, type ResourceId } from '../identity/gvk.ts';
import type { Selector } from '../kustomization/kustomization.ts';
import type { Resource } from '../resources/resource.ts';
import { type Fields, textOf } from '../values/value.ts';

type Test = (text: string) => boolean;

/** A selector with its patterns compiled. */
export class CompiledSelector {
  readonly isAnyId: boolean;
  private readonly group: Test;
  private readonly version: Test;
  private readonly kind: Test;
  private readonly name: Test;
  private readonly namespace: Test;
  private readonly labels: LabelSelector | undefined;
  private readonly annotations: LabelSelector | undefined;

  constructor(selector: Selector) {
    const { group, version, kind, name, namespace } = selector;
    this.isAnyId = !group && !version && !kind && !name && !namespace;
    this.group = compile(group, 'group');
    this.version = compile(version, 'version');
    this.kind = compile(kind, 'kind');
    this.name = compile(name, 'name');
    this.namespace = compile(namespace, 'namespace');
    this.labels = compileLabels(selector.labelSelector, 'labelSelector');
    this.annotations = compileLabels(selector.annotationSelector, 'annotationSelector');
  }

  get hasLabels(): boolean {
    return this.labels !== undefined || this.annotations !== undefined;
  }

  /** Original and current names both count. */
  matches(resource: Resource): boolean {
    const now = resource.id;
    const before = resource.originalId;
    return (
      (this.namespace(effectiveNamespace(before)) || this.namespace(effectiveNamespace(now))) &&
      (this.name(before.name) || this.name(now.name)) &&
      this.matchesGvk(now) &&
      this.matchesLabels(resource)
    );
  }

  /** Looks at one id, its namespace as it is. */
  matchesId(id: ResourceId): boolean {
    return this.matchesGvk(id) && this.name(id.name) && this.namespace(id.namespace);
  }

  matchesLabels(resource: Resource): boolean {
    return (
      (this.labels === undefined || matchesLabels(this.labels, texts(resource.labels))) &&
      (this.annotations === undefined || matchesLabels(this.annotations, texts(resource.annotations)))
    );
  }

  private matchesGvk(gvk: Gvk): boolean {
    return this.group(gvk.group) && this.version(gvk.version) && this.kind(gvk.kind);
  }
}

function always(): boolean {
  return true;
}

function compile(pattern: string | undefined, field: string): Test {
  if (!pattern) return always;
  if (/^[a-zA-Z0-9_/-]*$/.test(pattern)) return (text) => text === pattern;
  try {
    const compiled = compileGoRegexp(`^(?:${pattern})$`);
    return (text) => compiled.test(text);
  } catch (cause) {
    throw new KustomizeError(`error parsing regexp: ${(cause as Error).message}`, {
      reason: 'InvalidSelector',
      field,
      cause,
    });
  }
}

function compileLabels(selector: string | undefined, field: string): LabelSelector | undefined {
  if (!selector) return undefined;
  try {
    return parseLabelSelector(selector);
  } catch (cause) {
    throw new KustomizeError((cause as Error).message, { reason: 'InvalidSelector', field, cause });
  }
}

function texts(fields: Fields): Record<string, string> {
  const result: Record<string, string> = Object.create(null);
  for (const key in fields) result[key] = textOf(fields[key]);
  return result;
}

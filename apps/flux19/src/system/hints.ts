import type { Condition, KubeObject } from '@flux19/objects';
import { specOf, statusOf } from '../kinds/flux-kind.ts';

/** What probably went wrong, and what to do or to look at next. Goes beside Flux's own message, never instead of it. */
export interface Hint {
  readonly cause: string;
  readonly next: string;
}

/** One thing that people get stuck at. */
interface Rule {
  /** On reason and message of the Ready condition. */
  readonly pattern: RegExp;
  readonly cause: string;
  readonly next: (object: KubeObject) => string;
}

const describe = (object: KubeObject): string =>
  `kubectl -n ${object.metadata.namespace} describe ${object.kind.toLowerCase()} ${object.metadata.name}`;

const path = (object: KubeObject): string => String(specOf(object)['path'] ?? './');

const rules: readonly Rule[] = [
  {
    pattern: /^ArtifactFailed: kustomization path not found/,
    cause: 'spec.path names a folder that is not in the repository at this revision',
    next: (object) => `check the spelling of ${path(object)} and that it was committed`,
  },
  {
    pattern: /^ArtifactFailed: .*"[^"]*" not found/,
    cause: 'spec.sourceRef names a source that does not exist in this namespace',
    next: (object) => `flux19 get sources all -n ${object.metadata.namespace}`,
  },
  {
    pattern: /variable not set \(strict mode\)/,
    cause: 'the manifests use a variable that has no value in spec.postBuild',
    next: () =>
      'add it to spec.postBuild.substitute, or give it a default with := where it is used; a second $ before it makes it plain text',
  },
  {
    pattern: /^BuildFailed: .*(YAML|yaml)/,
    cause: 'a manifest is not valid YAML',
    next: () => 'correct the file at the line given and commit; the last good state keeps running until then',
  },
  {
    pattern: /^BuildFailed:/,
    cause: 'the manifests do not build; the last good state keeps running',
    next: (object) => `run flux19 kustomize build ${path(object)} in a clone of the repository`,
  },
  {
    pattern: /SOPS encrypted, configuring decryption is required/,
    cause: 'the Secret is encrypted and spec.decryption is not set',
    next: () => 'set spec.decryption with the Secret that holds the key',
  },
  {
    pattern: /^DependencyNotReady:/,
    cause: 'it waits for another Kustomization, and goes on by itself as soon as that is ready',
    next: (object) => `flux19 get kustomizations -n ${object.metadata.namespace}`,
  },
  {
    pattern: /dry-run failed \(Invalid\)|dry-run failed \(BadRequest\)/,
    cause: 'the API server refuses a manifest: the message names object and field',
    next: () => 'correct the field and commit',
  },
  {
    pattern: /no matches for kind|not found: .*no matches/,
    cause: 'a manifest is of a kind that the cluster does not have (yet)',
    next: () =>
      'apply its CustomResourceDefinition first, with dependsOn in between if another Kustomization brings it',
  },
  {
    pattern: /namespaces "[^"]*" not found/,
    cause: 'objects are put into a namespace that does not exist',
    next: () => 'add a Namespace manifest to the same Kustomization',
  },
  {
    pattern: /^HealthCheckFailed:/,
    cause: 'everything was applied, but not everything became healthy in time',
    next: describe,
  },
  {
    pattern: /^AuthenticationFailed:/,
    cause: 'the server does not accept the credentials of spec.secretRef, or wants some and there are none',
    next: (object) =>
      `flux19 create secret git <name> --url=${String(specOf(object)['url'] ?? '')} --username=.. --password=..`,
  },
  {
    pattern: /^GitOperationFailed:/,
    cause: 'the repository cannot be read: address, branch or network',
    next: (object) => `git ls-remote ${String(specOf(object)['url'] ?? '')}`,
  },
];

/** A hint about why an object is not ready; undefined when nothing is known about the failure. */
export function hintFor(object: KubeObject): Hint | undefined {
  const ready: Condition | undefined = statusOf(object).conditions?.find(({ type }) => type === 'Ready');
  if (ready === undefined || ready.status !== 'False') return undefined;
  const text = `${ready.reason}: ${ready.message}`;
  const rule = rules.find(({ pattern }) => pattern.test(text));
  return rule === undefined ? undefined : { cause: rule.cause, next: rule.next(object) };
}

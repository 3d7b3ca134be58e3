import type { KubeObject } from '@flux19/objects';
import { specOf } from '../kinds/flux-kind.ts';

/** One thing that people get stuck at. */
export interface HintRule {
  /** On reason and message of the Ready condition. */
  readonly pattern: RegExp;
  readonly cause: string;
  readonly next: (object: KubeObject) => string;
}

const describe = (object: KubeObject): string =>
  `kubectl -n ${object.metadata.namespace} describe ${object.kind.toLowerCase()} ${object.metadata.name}`;

const decryptionSecret = (object: KubeObject): string => {
  const { secretRef } = (specOf(object)['decryption'] ?? {}) as { readonly secretRef?: { readonly name?: string } };
  return secretRef?.name ?? 'sops-age';
};

const path = (object: KubeObject): string => String(specOf(object)['path'] ?? './');

/** In the order in which they are tried: what says more comes first. */
export const hintRules: readonly HintRule[] = [
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
    pattern: /^ArtifactFailed: Source artifact not found/,
    cause: 'the source has not brought anything yet, or cannot be read',
    next: (object) => `flux19 get sources all -n ${object.metadata.namespace}`,
  },
  {
    pattern: /variable not set \(strict mode\)/,
    cause: 'the manifests use a variable that has no value in spec.postBuild',
    next: () =>
      'add it to spec.postBuild.substitute, or give it a default with := where it is used; a second $ before it makes it plain text',
  },
  {
    pattern: /no matches for kind "Kustomization" in version "kustomize\.config/,
    cause: 'there are two kinds called Kustomization; the one of kustomize is for files named kustomization.yaml only',
    next: () => 'rename the file to kustomization.yaml, or take it out of the folder',
  },
  {
    pattern: /^BuildFailed: .*apiVersion for Kustomization should be kustomize\.config/s,
    cause: 'there are two kinds called Kustomization; the one of Flux must not be in a file named kustomization.yaml',
    next: () => 'give the file another name, such as apps.yaml',
  },
  {
    pattern: /cannot get sops data key/,
    cause: 'a file is encrypted for another key than those in the Secret of spec.decryption',
    next: (object) =>
      `compare the recipients in the file with the keys: kubectl -n ${object.metadata.namespace} get secret ${decryptionSecret(object)} -o yaml`,
  },
  {
    pattern: /^BuildFailed: secrets "[^"]*" not found/,
    cause: 'spec.decryption names a Secret that does not exist in this namespace',
    next: (object) =>
      `kubectl -n ${object.metadata.namespace} create secret generic ${decryptionSecret(object)} --from-file=age.agekey`,
  },
  {
    pattern: /Could not decrypt with AES_GCM/,
    cause: 'an encrypted file was changed by hand',
    next: () => 'change it with sops edit, or encrypt it anew, and commit',
  },
  {
    pattern: /^BuildFailed: .*cannot fetch remote base/,
    cause: 'a kustomization takes a base from elsewhere, which cannot be read: address, branch, tag or network',
    next: () => 'check the address in kustomization.yaml with git ls-remote, or copy the base into the repository',
  },
  {
    pattern: /^BuildFailed: .*remote resource/,
    cause: 'a kustomization takes a base from elsewhere, which is not allowed here',
    next: () => 'copy the base into the repository, or make it a GitRepository and a Kustomization of its own',
  },
  {
    pattern: /^BuildFailed: .*already registered id/s,
    cause: 'two files define the same object',
    next: () => 'remove one of them, or give it another name or namespace',
  },
  {
    pattern: /^BuildFailed: .*(no such file or directory|doesn't exist|not a valid directory)/s,
    cause: 'a kustomization.yaml names a file or folder that is not in the repository',
    next: () => 'correct the name in kustomization.yaml, or commit what is missing',
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
    pattern: /unable to read KubeConfig secret|failed to get configmap|key with a kubeconfig/,
    cause: 'spec.kubeConfig names a Secret or ConfigMap that does not exist in this namespace, or has no such key',
    next: (object) => `kubectl -n ${object.metadata.namespace} get secrets,configmaps`,
  },
  {
    pattern: /failed to get access token for cluster/,
    cause: 'the token for the other cluster cannot be had: the ServiceAccount, or what its annotations name',
    next: (object) => `kubectl -n ${object.metadata.namespace} get serviceaccounts -o yaml`,
  },
  {
    pattern: /^FeatureGateDisabled:/,
    cause: 'the controllers run without a feature that the object asks for',
    next: () => 'start them with --feature-gates=ObjectLevelWorkloadIdentity=true, or take the field out of the spec',
  },
  {
    pattern: /cross-namespace references have been blocked/,
    cause: 'the controllers refuse references to other namespaces (--no-cross-namespace-refs)',
    next: (object) => `create what it refers to in the namespace ${object.metadata.namespace}`,
  },
  {
    pattern: /^DependencyNotReady:/,
    cause: 'it waits for another Kustomization, and goes on by itself as soon as that is ready',
    next: (object) => `flux19 get kustomizations -n ${object.metadata.namespace}`,
  },
  {
    pattern: /field not declared in schema|unknown field/,
    cause: 'a manifest has a field that its kind does not have: a wrong name, or a wrong place',
    next: () => 'kubectl explain shows the fields of a kind; correct the one named in the message and commit',
  },
  {
    pattern: /immutable/,
    cause: 'a manifest changes a field that cannot be changed while the object exists',
    next: () =>
      'undo the change, or let Flux create the object anew: annotate it with kustomize.toolkit.fluxcd.io/force: enabled',
  },
  {
    pattern: /[Rr]equest entity too large|request is too large|Too long: may not be more than/,
    cause: 'an object is larger than the API server takes: ConfigMaps and Secrets may hold 1 MiB',
    next: () => 'split it, or keep the data elsewhere',
  },
  {
    pattern: /failed calling webhook/,
    cause: 'an admission webhook of the cluster does not answer, so nothing that it looks at can be applied',
    next: () =>
      'look whether its service runs, which kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml names; let what it looks at wait by dependsOn for what installs it',
  },
  {
    pattern: /admission webhook .* denied/,
    cause: 'an admission webhook of the cluster refuses a manifest',
    next: () =>
      'change what the message says and commit; kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations shows whose it is',
  },
  {
    pattern: /ValidatingAdmissionPolicy '[^']*' with binding/,
    cause: 'an admission policy of the cluster refuses a manifest',
    next: () =>
      'change what the message says and commit; kubectl get validatingadmissionpolicies -o yaml shows the rule',
  },
  {
    pattern: /dry-run failed \(Forbidden\)/,
    cause: 'the service account of the Kustomization lacks a right that the message names',
    next: (object) =>
      `kubectl auth can-i --list --as=system:serviceaccount:${object.metadata.namespace}:${String(specOf(object)['serviceAccountName'] ?? 'default')}`,
  },
  {
    pattern: /namespace not specified/,
    cause: 'a manifest has no namespace and the Kustomization sets none',
    next: () => 'set spec.targetNamespace, or metadata.namespace in the manifest',
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
    pattern: /^HealthCheckFailed: .*failed early/s,
    cause: 'everything was applied, but an object failed, so that there was no use in waiting for the others',
    next: describe,
  },
  {
    pattern: /^HealthCheckFailed:/,
    cause: 'everything was applied, but not everything became healthy in time',
    next: describe,
  },
  {
    pattern:
      /packet was received|wrong version number|HTTP response to HTTPS client|HTTP request to an HTTPS server|Empty reply/,
    cause: 'one side speaks https and the other http',
    next: (object) => `compare scheme and port of spec.url with the server: ${String(specOf(object)['url'] ?? '')}`,
  },
  {
    pattern:
      /x509|certificate verif|certificate problem|self-signed certificate|issuer certificate|verify the first certificate/i,
    cause: 'the certificate of the server is signed by an authority that is not known here',
    next: () => 'put the certificate of the authority into the Secret of spec.secretRef, under the key ca.crt',
  },
  {
    pattern:
      /^AuthenticationFailed:|^GitOperationFailed: .*(authentication|authorization|permission denied|unable to authenticate)/i,
    cause: 'the server does not accept the credentials of spec.secretRef, or wants some and there are none',
    next: (object) =>
      `flux19 create secret git <name> --url=${String(specOf(object)['url'] ?? '')} --username=.. --password=..`,
  },
  {
    pattern: /^EmptyGitRepository:/,
    cause: 'nothing was committed to the repository yet',
    next: () => 'commit a manifest and push it',
  },
  {
    pattern: /couldn't find remote ref/,
    cause: 'spec.ref names a branch or tag that the repository does not have',
    next: (object) => `see which it has: git ls-remote ${String(specOf(object)['url'] ?? '')}`,
  },
  {
    pattern: /^GitOperationFailed:/,
    cause: 'the repository cannot be read: address, branch or network',
    next: (object) => `git ls-remote ${String(specOf(object)['url'] ?? '')}`,
  },
];

// Makes src/internal-types.generated.json: the fields of the types in which kube-apiserver prints values in its messages.
// Usage: node packages/builtin-types/scripts/generate-internal.ts <folder pkg/apis of the module k8s.io/kubernetes>
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GoDeclaration, readDeclarations } from './go-declarations.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('give the folder pkg/apis');

const groups = [
  'core',
  'apps',
  'batch',
  'networking',
  'rbac',
  'policy',
  'autoscaling',
  'storage',
  'discovery',
  'admissionregistration',
  'flowcontrol',
  'resource',
];
/** Types that messages print; those that they hold come along. */
const roots = [
  'core.PodTemplateSpec',
  'core.PersistentVolumeClaim',
  'core.PersistentVolumeSource',
  'core.VolumeNodeAffinity',
  'core.SecurityContext',
  'core.ObjectReference',
  'core.Taint',
  'core.PodIP',
  'core.HostIP',
  'core.NodeSelectorTerm',
  'core.LimitRangeItem',
  'core.ScopeSelector',
  'apps.DeploymentStrategy',
  'apps.DaemonSetUpdateStrategy',
  'apps.StatefulSetUpdateStrategy',
  'apps.RollingUpdateStatefulSetStrategy',
  'batch.JobSpec',
  'batch.JobStatus',
  'networking.IngressBackend',
  'networking.IngressClassParametersReference',
  'networking.NetworkPolicyPeer',
  'networking.ParentReference',
  'rbac.RoleRef',
  'policy.PodDisruptionBudgetSpec',
  'autoscaling.HPAScalingRules',
  'autoscaling.MetricSpec',
  'storage.CSINodeDriver',
  'storage.VolumeAttachmentSpec',
  'storage.CSIDriverSpec',
  'discovery.EndpointSlice',
  'flowcontrol.Subject',
  'flowcontrol.PriorityLevelConfigurationSpec',
  'resource.ResourceClaimSpec',
];

const declarations = new Map<string, GoDeclaration>();
for (const group of groups) {
  for (const declaration of readDeclarations(readFileSync(join(folder, group, 'types.go'), 'utf8'), group)) {
    declarations.set(declaration.name, declaration);
  }
}

/** What is at the bottom of a chain of names: `core.RestartPolicy` is a string. */
function resolve(type: string): string {
  const container = /^(\*|\[\]|map\[[^\]]*\])(.*)$/.exec(type);
  if (container !== null)
    return `${container[1]?.startsWith('map') === true ? '{}' : container[1]}${resolve(container[2] ?? '')}`;
  const declaration = declarations.get(type);
  return declaration?.alias === undefined ? type : resolve(declaration.alias);
}

const lines = new Map<string, string>();

function add(name: string): void {
  const declaration = declarations.get(name);
  if (declaration?.fields === undefined || lines.has(name)) return;
  const fields = declaration.fields.map(({ name: field, type }) => `${field} ${resolve(type)}`);
  lines.set(name, fields.join(';'));
  for (const { type } of declaration.fields) add(resolve(type).replace(/^(\*|\[\]|\{\})+/, ''));
}

for (const root of roots) {
  if (declarations.get(root)?.fields === undefined) throw new Error(`there is no struct ${root}`);
  add(root);
}
const entries = [...lines].toSorted().map(([name, fields]) => `${JSON.stringify(name)}:${JSON.stringify(fields)}`);
const target = fileURLToPath(new URL('../src/internal-types.generated.json', import.meta.url));
writeFileSync(target, `{\n${entries.join(',\n')}\n}\n`);
process.stdout.write(`internal types: ${entries.length}\n`);

import type { Finding } from './cluster-checker.ts';
import type { Change } from './compare-clusters.ts';
import type { PreviewedCluster } from './preview-repository.ts';
import { nameOf, type Rendered } from './rendered.ts';

/** What `flux19 preview` tells of one cluster. */
export interface ClusterReport {
  readonly cluster: PreviewedCluster;
  /** Undefined when nothing was compared. */
  readonly changes: readonly Change[] | undefined;
}

const marks = { created: '+', changed: '~', deleted: '-' } as const;

/** For a person at a terminal. */
export function formatText(reports: readonly ClusterReport[]): string {
  return reports.map(clusterText).join('\n');
}

/** For a person who watches: what is wrong, and what has become different. */
export function formatNews(reports: readonly ClusterReport[]): string {
  return reports.map(newsText).join('\n');
}

function newsText({ cluster, changes = [] }: ClusterReport): string {
  const wrong = cluster.kustomizations.filter((rendered) => !isSound(rendered, cluster.findings));
  const lines = wrong.flatMap((rendered) => kustomizationLines(rendered, cluster.findings));
  return `${[`cluster ${folder(cluster.path)}`, ...lines, summary(changes), ...changes.map(({ diff }) => diff.trimEnd())].join('\n')}\n`;
}

function isSound({ kustomization, failure }: Rendered, findings: readonly Finding[]): boolean {
  const name = nameOf(kustomization);
  return (
    failure === undefined && findings.every((finding) => finding.kustomization !== name || finding.kind !== 'error')
  );
}

function clusterText({ cluster, changes }: ClusterReport): string {
  const lines = [`cluster ${folder(cluster.path)}`];
  for (const rendered of cluster.kustomizations) lines.push(...kustomizationLines(rendered, cluster.findings));
  if (changes !== undefined) lines.push('', summary(changes), ...changes.map(({ diff }) => diff.trimEnd()));
  return `${lines.join('\n')}\n`;
}

function kustomizationLines(rendered: Rendered, findings: readonly Finding[]): string[] {
  const { kustomization, objects, failure, warnings } = rendered;
  const name = nameOf(kustomization);
  const own = findings.filter((finding) => finding.kustomization === name);
  const path = folder(kustomization.spec.path ?? '/');
  return [
    `${isSound(rendered, own) ? '✔' : '✗'} Kustomization/${name} (${path}): ${failure ?? `${objects.length} objects`}`,
    ...own.map((finding) => `  ${finding.kind === 'error' ? '✗' : '⚠️'} ${findingText(finding)}`),
    ...warnings.map((warning) => `  ⚠️ ${warning}`),
  ];
}

function findingText({ object, message, place }: Finding): string {
  return place === undefined ? `${object}: ${message}` : `${object}: ${message} (${place})`;
}

function summary(changes: readonly Change[]): string {
  if (changes.length === 0) return 'no differences';
  const count = (action: Change['action']): number => changes.filter((change) => change.action === action).length;
  return `${count('created')} created, ${count('changed')} changed, ${count('deleted')} deleted`;
}

function folder(path: string): string {
  return `./${path.replace(/^\.?\/+/, '')}`;
}

/** For a comment on a pull request: a line per Kustomization, and the differences folded away. */
export function formatMarkdown(reports: readonly ClusterReport[]): string {
  return reports.map(clusterMarkdown).join('\n');
}

function clusterMarkdown({ cluster, changes }: ClusterReport): string {
  const lines = [`### \`${folder(cluster.path)}\``, ''];
  for (const rendered of cluster.kustomizations) {
    lines.push(
      ...kustomizationLines(rendered, cluster.findings).map(
        (line) => `${line.startsWith(' ') ? '  - ' : '- '}${line.trim()}`,
      ),
    );
  }
  if (changes === undefined) return `${lines.join('\n')}\n`;
  lines.push('', `**${summary(changes)}**`, '');
  for (const { action, object, diff } of changes) {
    const fence = '`'.repeat(Math.max(3, 1 + Math.max(0, ...[...diff.matchAll(/`+/g)].map(([run]) => run.length))));
    lines.push(`<details><summary>${marks[action]} <code>${escapeHtml(object)}</code></summary>`, '');
    lines.push(`${fence}diff`, diff.trimEnd(), fence, '', '</details>', '');
  }
  return `${lines.join('\n')}\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** For a program. */
export function formatJson(reports: readonly ClusterReport[]): string {
  const clusters = reports.map(({ cluster, changes }) => ({
    path: folder(cluster.path),
    kustomizations: cluster.kustomizations.map(({ kustomization, objects, failure, warnings }) => ({
      name: nameOf(kustomization),
      path: folder(kustomization.spec.path ?? '/'),
      objects: objects.length,
      ...(failure === undefined ? {} : { failure }),
      warnings,
      findings: cluster.findings.filter((finding) => finding.kustomization === nameOf(kustomization)),
    })),
    ...(changes === undefined ? {} : { changes }),
  }));
  return `${JSON.stringify({ clusters }, null, 2)}\n`;
}

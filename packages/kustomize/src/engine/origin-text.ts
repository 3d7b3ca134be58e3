import { printYaml } from '@flux19/yaml';
import type { Origin } from '../resources/resource.ts';

/** The text of kustomize's origin annotation: fields in the order of its struct, empty ones left out. */
export function originText(origin: Origin): string {
  return printYaml(ordered(origin), { dialect: 'v3', sortKeys: false });
}

/** The text of the annotation that lists transformations. */
export function originsText(origins: readonly Origin[]): string {
  return printYaml(origins.map(ordered), { dialect: 'v3', sortKeys: false });
}

function ordered({ path, repo, ref, configuredIn, configuredBy }: Origin): Record<string, unknown> {
  const by = configuredBy ?? {};
  const { apiVersion, kind, name, namespace } = by;
  return present({
    path,
    repo,
    ref,
    configuredIn,
    configuredBy: configuredBy === undefined ? undefined : present({ apiVersion, kind, name, namespace }),
  });
}

function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}

import type { PluginHelp } from '../builtins/plugin.ts';
import type { Folder } from '../files/folder.ts';
import { joinPath } from '../files/join-path.ts';
import type { Kustomization } from '../kustomization/kustomization.ts';
import { parseOpenApi } from '../merge/openapi-schema.ts';
import { parseResources } from '../resources/parse-resources.ts';
import type { Origin } from '../resources/resource.ts';
import type { Accumulator } from './accumulator.ts';
import type { BuildSession } from './build-session.ts';
import { KustomizeError } from './kustomize-error.ts';

/** One kustomization in its folder, and how it was reached. */
export interface Target {
  readonly session: BuildSession;
  readonly folder: Folder;
  readonly kustomization: Kustomization;
  /** Name of the file, without folder; for origins and messages. */
  readonly fileName: string;
  /** Set when `buildMetadata` of the outermost kustomization asks for anything. */
  readonly origin: Origin | undefined;
  /** Gathers another target the same way; passed along since targets hold each other. */
  readonly accumulate: Accumulate;
}

/** Adds what a target yields to an accumulator. */
type Accumulate = (target: Target, into: Accumulator) => void;

/** Help for the plug-ins of a target. */
export function helpOf({ session, folder }: Target): PluginHelp {
  return pluginHelp(session, folder);
}

export function pluginHelp(session: BuildSession, folder: Folder): PluginHelp {
  return {
    load: (path) => folder.load(path),
    pathOf: (path) => joinPath(folder.root, path),
    parse: (text, file) => {
      const resources = parseResources(text, file);
      for (const resource of resources) resource.scopes = session.scopes;
      return resources;
    },
    schemas: session.schemas,
    patches: session.cache.patches,
    folderName: folder.root.split('/').at(-1) || '/',
  };
}

/** Takes the schema of `openapi` into use; only the first of a build counts. Throws KustomizeError. */
export function applyOpenApi({ session, folder, kustomization: k }: Target): void {
  const { path, version = '' } = k.openapi ?? {};
  const content = path === undefined ? undefined : folder.load(path);
  if (session.hasSchema) return;
  if (content !== undefined && version !== '') {
    throw invalid('builtin version and custom schema provided, cannot use both');
  }
  if (content !== undefined)
    session.useSchema(parseOpenApi(new TextDecoder().decode(content), path ?? '', session.builtinUses > 0));
  else if (version === builtinVersion) session.useSchema(undefined);
  else if (version !== '') throw invalid('the specified OpenAPI version is not built in');
}

/** The Kubernetes release whose schema kustomize carries. */
const builtinVersion = 'v1.21.2';

function invalid(message: string): KustomizeError {
  return new KustomizeError(message, { reason: 'InvalidSchema', field: 'openapi' });
}

import { printYaml } from '@flux19/yaml';
import fc from 'fast-check';
import { type Extras, extras, joinFields } from './random-extras.ts';
import { fieldsOf, option } from './random-fields.ts';
import { configurationFile, manifestFiles } from './random-files.ts';
import { type Manifest, manifest } from './random-objects.ts';

/** Files of a tree by path below its root; `top` is the folder to build. */
export interface RandomTree {
  readonly files: Readonly<Record<string, string>>;
  readonly top: string;
}

interface Layer {
  readonly manifests: readonly Manifest[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
  readonly configuration: string | undefined;
  readonly added: Extras;
}

/** What a layer has beside its usual fields, and which of those it has not. */
interface Variety {
  extras(folder: string): fc.Arbitrary<Extras>;
  readonly without: readonly string[];
}

function layer(inherited: readonly Manifest[], folder: string, variety: Variety): fc.Arbitrary<Layer> {
  const isComponent = folder === 'component';
  const unique = fc.uniqueArray(manifest, {
    maxLength: inherited.length === 0 ? 4 : 1,
    selector: ({ kind: ownKind, metadata }) => JSON.stringify([ownKind, metadata]),
  });
  return unique.chain((manifests) =>
    fc
      .tuple(
        fieldsOf([...inherited, ...manifests], folder, isComponent),
        manifestFiles(manifests),
        configurationFile,
        variety.extras(folder),
      )
      .map(([fields, files, configuration, added]) => ({
        manifests,
        fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !variety.without.includes(name))),
        files,
        configuration,
        added,
      })),
  );
}

function place(folder: string, layer: Layer, links: Record<string, unknown>): [string, string][] {
  const { fields, files, configuration, added } = layer;
  const resources = [...((links['resources'] ?? []) as string[]), ...Object.keys(files)];
  const usual = {
    ...links,
    ...(resources.length > 0 ? { resources } : {}),
    ...fields,
    ...(configuration === undefined ? {} : { configurations: ['config.yaml'] }),
  };
  const kustomization = joinFields(usual, added.fields);
  const all = {
    ...files,
    'conf.txt': 'line one\nline two: x\n',
    'vars.env': '# comment\nFOO=bar\nEMPTY=\n  SPACED = 1\n',
    'data.bin': '\u00ff',
    ...added.files,
    ...(configuration === undefined ? {} : { 'config.yaml': configuration }),
    'kustomization.yaml': printYaml(kustomization, { sortKeys: false }),
  };
  return Object.entries(all).map(([name, text]) => [`${folder}/${name}`, text]);
}

/** Bases, an overlay over them, perhaps a component, and one more overlay on top. */
export const randomTree: fc.Arbitrary<RandomTree> = treeOf({
  extras: () => fc.constant({ fields: {}, files: {} }),
  without: [],
});

/** The same, with rarely used features and mistakes in them, and without what often makes no sense. */
export const rareTree: fc.Arbitrary<RandomTree> = treeOf({
  extras,
  without: ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'replacements', 'vars'],
});

function treeOf(variety: Variety): fc.Arbitrary<RandomTree> {
  return fc
    .tuple(layer([], 'first', variety), option(layer([], 'second', variety), 2))
    .chain(([first, second]) => {
      const below = [...first.manifests, ...(second?.manifests ?? [])];
      return fc.record({
        first: fc.constant(first),
        second: fc.constant(second),
        overlay: layer(below, 'overlay', variety),
        component: option(layer(below, 'component', variety), 2),
        top: option(layer(below, 'top', variety), 2),
      });
    })
    .map(layout);
}

interface Layers {
  readonly first: Layer;
  readonly second: Layer | undefined;
  readonly overlay: Layer;
  readonly component: Layer | undefined;
  readonly top: Layer | undefined;
}

function layout({ first, second, overlay, component, top }: Layers): RandomTree {
  const componentType = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' };
  const links = {
    resources: ['../first', ...(second === undefined ? [] : ['../second'])],
    ...(component === undefined ? {} : { components: ['../component'] }),
  };
  const files = [
    ...place('first', first, {}),
    ...(second === undefined ? [] : place('second', second, {})),
    ...(component === undefined ? [] : place('component', component, componentType)),
    ...place('overlay', overlay, links),
    ...(top === undefined ? [] : place('top', top, { resources: ['../overlay'] })),
  ];
  return { files: Object.fromEntries(files), top: top === undefined ? 'overlay' : 'top' };
}

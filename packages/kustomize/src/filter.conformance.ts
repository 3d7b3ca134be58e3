import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import { makeIamPolicy } from './builtins/iam-policy.ts';
import { readJsonPatch } from './builtins/read-json-patch.ts';
import type { FieldSpec } from './config/field-spec.ts';
import { KustomizeError } from './engine/kustomize-error.ts';
import { addValue } from './filters/add-value.ts';
import { affixField } from './filters/affix-name.ts';
import { patchResource } from './filters/apply-json-patch.ts';
import { FieldSpecs, visitField } from './filters/field-filter.ts';
import { imageUpdater } from './filters/image-name.ts';
import { setEntries, sortedEntries } from './filters/set-entries.ts';
import { setImageFields, setImagesEverywhere } from './filters/set-image.ts';
import { compileFieldSpec, setAt } from './filters/walk-field.ts';
import { isSelected } from './identity/gvk.ts';
import { builtinMergeSchema } from './merge/builtin-merge-schema.ts';
import { mergeValues } from './merge/merge-values.ts';
import { printNodes } from './printing/print-nodes.ts';
import { Notes } from './reading/notes.ts';
import { readDocument } from './reading/read-document.ts';
import { applyReplacements } from './replacement/replace.ts';
import { Resource } from './resources/resource.ts';
import type { Fields, Value } from './values/value.ts';

interface FilterRow extends Row {
  readonly filter: string;
  readonly config: string;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
}

interface Document {
  readonly resource: Resource;
  readonly notes: Notes;
}

// biome-ignore lint/suspicious/noExplicitAny: the configuration of a row is what the row says.
type Config = any;
type Filter = (resources: Resource[], config: Config) => void;

function specsOf(config: Config): FieldSpec[] {
  return config.fsslice ?? config.fieldSpecs ?? [];
}

function entries(field: 'labels' | 'annotations'): Filter {
  return (resources, config) => {
    const map = Object.fromEntries(Object.entries(config[field]).map(([key, value]) => [key, String(value)]));
    for (const resource of resources) setEntries(resource, sortedEntries(map), new FieldSpecs(specsOf(config)));
  };
}

function affix(isPrefix: boolean): Filter {
  return (resources, config) => {
    const field = compileFieldSpec(config.fieldSpec);
    for (const resource of resources) {
      if (!isSelected(resource.gvk, field.spec)) continue;
      affixField(resource, field, isPrefix ? config.prefix : '', isPrefix ? '' : config.suffix);
    }
  };
}

function images(isLegacy: boolean): Filter {
  return (resources, config) => {
    const texts = Object.entries(config.imageTag).map(([key, value]) => [key, textOf(value)]);
    const update = imageUpdater(Object.fromEntries(texts));
    for (const resource of resources) {
      if (isLegacy) setImagesEverywhere(resource, update);
      else setImageFields(resource, update, new FieldSpecs(specsOf(config)));
    }
  };
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : String(value);
}

const filters: Readonly<Record<string, Filter>> = {
  'annotations.Filter': entries('annotations'),
  'labels.Filter': entries('labels'),
  'prefix.Filter': affix(true),
  'suffix.Filter': affix(false),
  'imagetag.Filter': images(false),
  'imagetag.LegacyFilter': images(true),
  'iampolicygenerator.Filter': (resources, config) => void resources.push(...makeIamPolicy(config).generate()),
  'patchjson6902.Filter': (resources, config) => {
    for (const resource of resources) patchResource(resource, readJsonPatch(config.patch, undefined));
  },
  'replacement.Filter': (resources, config) => applyReplacements(resources, config.replacements ?? []),
  'replicacount.Filter': (resources, config) => {
    const field = compileFieldSpec(config.fieldSpec);
    for (const resource of resources) {
      visitField(resource, field, 'text', (holder, key) => setAt(holder, key, config.replica.count));
    }
  },
  'valueadd.Filter': (resources, config) => {
    const addition = {
      value: config.value,
      fieldPath: config.fieldpath,
      filePathPosition: config.filePathPosition ?? 0,
    };
    for (const resource of resources) addValue(resource, addition);
  },
};

function read(text: string): Document[] {
  return text.split(/^---\n/m).flatMap((part) => {
    const notes = new Notes();
    const value = readDocument(part, 'v3', notes)?.value;
    return value === undefined ? [] : [{ resource: new Resource(value as Fields), notes }];
  });
}

function apply(row: FilterRow): string {
  const filter = filters[row.filter];
  if (filter === undefined) throw new Error(`no filter ${row.filter}`);
  const documents = row.input.trim() === '' ? [] : read(row.input);
  const resources = documents.map(({ resource }) => resource);
  filter(resources, readDocument(row.config, 'sigs')?.value);
  return resources
    .map((resource, index) => printNodes(resource.value as Value, documents[index]?.notes ?? new Notes()))
    .join('---\n');
}

const filter = defineTable({
  name: 'kustomize/filter',
  check(row) {
    const { output, error } = row as FilterRow;
    if (error === undefined) assert.equal(apply(row as FilterRow), output);
    else assert.throws(() => apply(row as FilterRow), KustomizeError);
  },
  knownGap(row) {
    const { config } = row as FilterRow;
    if (/^referralcandidates: \{\}$/m.test(config))
      return 'rows of nameref.Filter leave out the candidates it chooses from';
    return /^patch:\n {2}shouldkeep:/m.test(config)
      ? 'rows of patchstrategicmerge.Filter leave out the patch'
      : undefined;
  },
});

interface MergeRow extends Row {
  readonly patch: string;
  readonly target: string;
  readonly output: string;
  readonly infer: boolean;
  readonly listIncreaseDirection: number;
}

const merge2 = defineTable({
  name: 'kustomize/merge2',
  check(row) {
    const { patch, target, output, infer, listIncreaseDirection } = row as MergeRow;
    const notes = new Notes();
    const source = readDocument(patch, 'v3', notes)?.value;
    const merged = mergeValues(readDocument(target, 'v3', notes)?.value, source, undefined, {
      schemas: builtinMergeSchema,
      prepend: listIncreaseDirection === 1,
      inferKeys: infer,
      notes,
    });
    assert.equal(merged === undefined ? '' : printNodes(merged, notes), output);
  },
});

export const tables: readonly ConformanceTable[] = [filter, merge2];

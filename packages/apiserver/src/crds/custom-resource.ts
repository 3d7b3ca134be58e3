import { hash } from 'node:crypto';
import { formatApiVersion, isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';
import { toStructural } from '@flux19/schemas';
import { FieldSet, type Path } from '@flux19/structured-merge';
import { asJson, isTrue, objectField, objectsField, textField, textsField } from '../json/fields.ts';
import { dnsSubdomainName } from '../kinds/validation/names.ts';
import { finalizerWarnings } from '../meta/validate-metadata.ts';
import { customPrinter } from '../print/custom-printer.ts';
import { compareVersions, resourceKey } from '../registry/catalogue.ts';
import type { ScalePaths, ServedResource, ServedSubresource, ServedVersion } from '../registry/served-resource.ts';
import type { Store } from '../store/store.ts';

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The resource that a CustomResourceDefinition adds. */
export function customResource(definition: KubeObject, store: Store): ServedResource {
  const spec = objectField(asJson(definition), 'spec') ?? {};
  const status = objectField(asJson(definition), 'status');
  const group = textField(spec, 'group');
  const names = objectField(status, 'acceptedNames') ?? objectField(spec, 'names') ?? {};
  const kind = textField(names, 'kind');
  const plural = textField(names, 'plural');
  const declared = objectsField(spec, 'versions');
  const served = declared
    .filter((version) => isTrue(version, 'served'))
    .toSorted((a, b) => compareVersions(textField(a, 'name'), textField(b, 'name')));
  const storage = declared.find((version) => isTrue(version, 'storage'));
  const storageVersion = textField(storage, 'name');
  const lasting = served
    .filter((version) => !isTrue(version, 'deprecated'))
    .map((version) => textField(version, 'name'));
  const versions = served.map((version) => servedVersion(version, { group, kind, storageVersion, lasting }));
  return {
    group,
    plural,
    singular: textField(names, 'singular') || kind.toLowerCase(),
    kind,
    listKind: textField(names, 'listKind') || `${kind}List`,
    shortNames: textsField(names, 'shortNames'),
    categories: textsField(names, 'categories'),
    namespaced: textField(spec, 'scope') === 'Namespaced',
    versions: new Map(versions.map((version) => [version.version, version])),
    storageApiVersion: formatApiVersion(group, storageVersion),
    rules: { validateName: dnsSubdomainName, warnings: finalizerWarnings, requiresResourceVersion: true },
    preservesUnknownFields: isTrue(spec, 'preserveUnknownFields'),
    isCustom: true,
    collection: store.collection(resourceKey(group, plural)),
    resetFields: resetFields(versions),
  };
}

interface KindFacts {
  readonly group: string;
  readonly kind: string;
  readonly storageVersion: string;
  /** Served versions that are not deprecated, best first. */
  readonly lasting: readonly string[];
}

function servedVersion(declared: JsonObject, facts: KindFacts): ServedVersion {
  const name = textField(declared, 'name');
  const published = objectField(objectField(declared, 'schema'), 'openAPIV3Schema');
  const subresources = objectField(declared, 'subresources');
  return {
    version: name,
    apiVersion: formatApiVersion(facts.group, name),
    schema: published === undefined ? undefined : toStructural(published).schema,
    publishedSchema: published,
    verbs,
    subresources: new Map(partsOf(subresources, { ...facts, version: name }).map((part) => [part.name, part])),
    printer: customPrinter(declared),
    scale: scalePaths(objectField(subresources, 'scale')),
    selectableFields: selectableFields(declared),
    deprecationWarning: deprecation(declared, facts),
    storageVersionHash: storageVersionHash(facts),
  };
}

const partVerbs = ['get', 'patch', 'update'];

function partsOf(
  subresources: JsonObject | undefined,
  kind: { readonly group: string; readonly version: string; readonly kind: string },
): ServedSubresource[] {
  const parts: ServedSubresource[] = [];
  if (isJsonObject(subresources?.['status']))
    parts.push({ name: 'status', group: kind.group, version: kind.version, kind: kind.kind, verbs: partVerbs });
  if (isJsonObject(subresources?.['scale']))
    parts.push({ name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: partVerbs });
  return parts;
}

function scalePaths(scale: JsonObject | undefined): ScalePaths | undefined {
  if (scale === undefined) return undefined;
  const selector = textField(scale, 'labelSelectorPath');
  return {
    specReplicasPath: splitPath(textField(scale, 'specReplicasPath')),
    statusReplicasPath: splitPath(textField(scale, 'statusReplicasPath')),
    labelSelectorPath: selector === '' ? undefined : splitPath(selector),
  };
}

function selectableFields(declared: JsonObject): ReadonlyMap<string, readonly string[]> {
  const paths = objectsField(declared, 'selectableFields').map((one) => textField(one, 'jsonPath'));
  return new Map(paths.map((path) => [path.replace(/^\./, ''), splitPath(path)]));
}

/** Names of a simple path: `.spec.replicas`. */
function splitPath(path: string): string[] {
  return path.split('.').filter((name) => name !== '');
}

function deprecation(declared: JsonObject, { group, kind, lasting }: KindFacts): string | undefined {
  if (!isTrue(declared, 'deprecated')) return undefined;
  const version = textField(declared, 'name');
  const successor = lasting.find((other) => compareVersions(other, version) < 0);
  const advice = successor === undefined ? '' : `; use ${group}/${successor} ${kind}`;
  return textField(declared, 'deprecationWarning') || `${group}/${version} ${kind} is deprecated${advice}`;
}

/** As discovery computes it: half of a SHA-256 of group, version and kind. */
function storageVersionHash({ group, storageVersion, kind }: KindFacts): string {
  const digest = Buffer.from(hash('sha256', `${group}/${storageVersion}/${kind}`, 'hex'), 'hex');
  return digest.subarray(0, 8).toString('base64');
}

function resetFields(versions: readonly ServedVersion[]): ServedResource['resetFields'] {
  const withStatus = versions.filter(({ subresources }) => subresources.has('status'));
  const perVersion = (...names: readonly string[]): Readonly<Record<string, FieldSet>> => {
    const set = FieldSet.of(...names.map((name): Path => [{ kind: 'field', name }]));
    return Object.fromEntries(withStatus.map(({ apiVersion }) => [apiVersion, set]));
  };
  return new Map([
    ['', perVersion('status')],
    ['status', perVersion('metadata', 'spec')],
  ]);
}

// Files that volumes make of ConfigMaps, Secrets and the pod itself.
import { isDns1123Subdomain } from '@flux19/objects';
import type { Check, Field } from '../field.ts';
import { labelSelector } from '../labels.ts';
import { localPath, needed, qualifiedName, unlessEmpty } from '../names.ts';
import { fileMode, systemId } from '../numbers.ts';
import { signerName } from '../signer-name.ts';
import { fieldReference, resourceReference } from './downward-api.ts';

/** A file from a key. */
const keyToPath: Check = (item) => {
  item.child('key').must(needed);
  item.child('path').must(needed, localPath);
  item.child('mode').mayBe(fileMode);
  item.child('user').mayBe(systemId);
};

/** A volume of files from the keys of something. */
export function filesOf(nameField: string): Check {
  return (source) => {
    source.child(nameField).must(needed);
    source.child('defaultMode').mayBe(fileMode);
    source.child('defaultUser').mayBe(systemId);
    for (const item of source.list('items')) item.must(keyToPath);
  };
}

const fieldsInFiles = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/** A file from the pod itself. Kubernetes complains at the list of files, not at the file. */
function downwardFile(file: Field, at: Field): void {
  const here = at.holding(file.value);
  here.child('path').must(needed, localPath);
  const resource = here.child('resourceFieldRef');
  if (here.has('fieldRef')) {
    here.child('fieldRef').must(fieldReference(fieldsInFiles));
    if (resource.isSet) {
      here.invalid('fieldRef and resourceFieldRef can not be specified simultaneously', 'resource');
    }
  } else if (resource.isSet) resource.must(resourceReference(true));
  else here.required('one of fieldRef and resourceFieldRef is required');
  here.child('mode').mayBe(fileMode);
  here.child('user').mayBe(systemId);
}

export const downwardApi: Check = (source) => {
  source.child('defaultMode').mayBe(fileMode);
  source.child('defaultUser').mayBe(systemId);
  for (const file of source.list('items')) downwardFile(file, source);
};

/** Paths that a projected volume has already used. */
class UsedPaths {
  readonly #paths = new Set<string>();
  readonly #volume: Field;

  constructor(volume: Field) {
    this.#volume = volume;
  }

  use(path: string, shown = path): void {
    if (this.#paths.has(path)) this.#volume.invalid('conflicting duplicate paths', shown);
    else this.#paths.add(path);
  }
}

type Projection = (source: Field, paths: UsedPaths, volume: Field) => void;

const filesOfKeys: Projection = (source, paths) => {
  source.child('name').must(needed);
  for (const item of source.list('items')) {
    item.must(keyToPath);
    if (item.textOf('path') !== '') paths.use(item.textOf('path'), source.textOf('name'));
  }
};

const filesOfPod: Projection = (source, paths) => {
  for (const file of source.list('items')) {
    downwardFile(file, source);
    if (file.textOf('path') !== '') paths.use(file.textOf('path'));
  }
};

const leastSeconds = 600;
const mostSeconds = 2 ** 32;

const token: Projection = (source, _paths, volume) => {
  const seconds = source.child('expirationSeconds');
  if (!seconds.isSet) seconds.required();
  else if (seconds.number < leastSeconds) seconds.invalid('may not specify a duration less than 10 minutes');
  else if (seconds.number > mostSeconds) seconds.invalid('may not specify a duration larger than 2^32 seconds');
  const path = volume.child('path').holding(source.textOf('path'));
  if (path.text === '') path.required();
  else path.must(localPath);
  source.child('user').mayBe(systemId);
};

/** The name of a bundle begins, when it has a signer, with the signer's. */
const bundleName: Check = (field) => {
  const { text } = field;
  if (text === '') field.required('must be a valid object name');
  const complain = (detail: string): void => field.invalid(`not a valid clustertrustbundlename: ${detail}`, text);
  const colon = text.lastIndexOf(':');
  const name = colon < 0 ? text : text.slice(colon + 1);
  for (const detail of isDns1123Subdomain(name)) complain(detail);
};

const trustBundle: Projection = (source, paths) => {
  const name = source.child('name');
  const signer = source.child('signerName');
  if (name.isSet && signer.isSet) source.invalid('only one of name and signerName may be used', shownBundle(source));
  else if (name.isSet) {
    name.must(bundleName);
    const selector = source.child('labelSelector');
    if (selector.isSet) selector.invalid('labelSelector must be unset if name is specified');
  } else if (signer.isSet) {
    if (signer.text === '') signer.required('must be a valid signer name');
    signer.must(signerName);
    source.child('labelSelector').must(labelSelector);
  } else source.required('either name or signerName must be specified');
  source.child('path').must(needed);
  source.child('user').mayBe(systemId);
  source.child('path').must(localPath);
  paths.use(source.textOf('path'));
};

/** As the internal type of Kubernetes prints it. */
function shownBundle(source: Field): unknown {
  const value = (name: string): unknown => source.child(name).value ?? null;
  return {
    Name: value('name'),
    SignerName: value('signerName'),
    LabelSelector: value('labelSelector'),
    Optional: value('optional'),
    Path: source.textOf('path'),
    User: value('user'),
  };
}

const keyTypes = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
const leastCertificateSeconds = 3600;
const mostCertificateSeconds = 7_862_400;
const mostOwnCertificateSeconds = 86_400;

const podCertificate: Projection = (source, paths) => {
  const signer = source.child('signerName');
  signer.must(signerName);
  for (const annotation of source.child('userAnnotations').entries()) {
    source.child('userAnnotations').holding(annotation.name.toLowerCase()).must(qualifiedName);
  }
  source.child('user').mayBe(systemId);
  const type = source.child('keyType');
  if (!keyTypes.includes(type.text)) type.unsupported(keyTypes, type.text);
  source.child('maxExpirationSeconds').mayBe(certificateSeconds(signer.text));
  const files = ['credentialBundlePath', 'keyPath', 'certificateChainPath'].map((name) => source.child(name));
  for (const file of files) {
    file.must(unlessEmpty(localPath));
    if (file.text !== '') paths.use(file.text);
  }
  if (files.every((file) => file.text === '')) {
    source.required('specify at least one of credentialBundlePath, keyPath, and certificateChainPath');
  }
};

function certificateSeconds(signer: string): Check {
  const most = signer.startsWith('kubernetes.io/') ? mostOwnCertificateSeconds : mostCertificateSeconds;
  return (field) => {
    if (field.number < leastCertificateSeconds) field.invalid('if provided, maxExpirationSeconds must be >= 3600');
    if (field.number > most) field.invalid(`if provided, maxExpirationSeconds must be <= ${most}`);
  };
}

const projections: readonly (readonly [string, Projection])[] = [
  ['secret', filesOfKeys],
  ['configMap', filesOfKeys],
  ['downwardAPI', filesOfPod],
  ['serviceAccountToken', token],
  ['clusterTrustBundle', trustBundle],
  ['podCertificate', podCertificate],
];

export const projected: Check = (volume) => {
  volume.child('defaultMode').mayBe(fileMode);
  volume.child('defaultUser').mayBe(systemId);
  const paths = new UsedPaths(volume);
  for (const source of volume.list('sources')) {
    const present = projections.filter(([name]) => source.has(name));
    for (const [name, check] of present) check(source.child(name), paths, volume);
    if (present.length > 1) source.forbidden('may not specify more than 1 volume type per source');
  }
};

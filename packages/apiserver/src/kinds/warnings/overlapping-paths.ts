// Files of one volume that would take each other's place.
import type { Field } from '../validation/field.ts';

interface File {
  readonly path: string;
  /** Where it comes from; empty when the volume has one source only. */
  readonly source: string;
}

export function* overlapWarnings(volumes: readonly Field[]): Iterable<string> {
  for (const volume of volumes) {
    const name = JSON.stringify(volume.textOf('name'));
    for (const kind of ['configMap', 'secret', 'downwardAPI']) {
      const source = volume.child(kind);
      const files = source.list('items').map((item) => fileAt(item, 'path'));
      yield* overlaps(files, `volume ${name} (${describe(source)}): overlapping paths: `);
    }
    const projected = volume.child('projected');
    const files: File[] = [];
    for (const source of projected.list('sources')) {
      if (source.length > 0) files.push(...filesOf(source));
      else yield `volume ${name} (Projected) has no sources provided`;
    }
    yield* overlaps(files, `volume ${name} (Projected): overlapping paths: `);
  }
}

function describe(source: Field): string {
  if (source.name === 'downwardAPI') return 'DownwardAPI';
  if (source.name === 'configMap') return `ConfigMap ${JSON.stringify(source.textOf('name'))}`;
  return `Secret ${JSON.stringify(source.textOf('secretName') || source.textOf('name'))}`;
}

function fileAt(field: Field, name: string, source = ''): File {
  return { path: field.textOf(name).replace(/\/+$/, ''), source };
}

const certificateFiles = {
  certificateChainPath: 'PodCertificate chain',
  keyPath: 'PodCertificate key',
  credentialBundlePath: 'PodCertificate credential bundle',
};

function filesOf(source: Field): File[] {
  for (const kind of ['configMap', 'secret', 'downwardAPI']) {
    const field = source.child(kind);
    if (field.has('items')) return field.list('items').map((item) => fileAt(item, 'path', describe(field)));
  }
  if (source.has('serviceAccountToken')) {
    return [fileAt(source.child('serviceAccountToken'), 'path', 'ServiceAccountToken')];
  }
  const bundle = source.child('clusterTrustBundle');
  if (bundle.isSet) {
    const name = bundle.textOf('name') || bundle.textOf('signerName');
    return [fileAt(bundle, 'path', `ClusterTrustBundle ${JSON.stringify(name)}`)];
  }
  const certificate = source.child('podCertificate');
  return Object.entries(certificateFiles)
    .filter(([name]) => certificate.textOf(name) !== '')
    .map(([name, what]) => fileAt(certificate, name, what));
}

function* overlaps(files: readonly File[], start: string): Iterable<string> {
  for (const [position, file] of files.entries()) {
    if (file.path === '') continue;
    for (const other of files.slice(0, position)) {
      if (other.path !== '' && areNested(file.path, other.path)) yield `${start}${shown(file)} with ${shown(other)}`;
    }
  }
}

function areNested(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}

function shown({ path, source }: File): string {
  return source === '' ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`;
}

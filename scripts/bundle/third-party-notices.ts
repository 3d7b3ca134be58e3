import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from './read-manifest.ts';

/** The folder of the npm package that a file of source belongs to; undefined for our own. */
export function packageFolderOf(source: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source.replaceAll('\\', '/'))?.[0];
}

/** Names, versions and licence texts of packages, as their licences want it. Throws an Error for a package that tells no licence. */
export function thirdPartyNotices(folders: readonly string[]): string {
  const head = 'flux19 contains these packages of others, each under the licence that stands below its name.\n';
  return [head, ...[...new Set(folders)].toSorted().map(notice)].join(`\n${'-'.repeat(80)}\n\n`);
}

function notice(folder: string): string {
  const { name, version, license } = readManifest(folder);
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (license === undefined) throw new Error(`${name} ${version} names no licence`);
  return `${name} ${version}\nLicence: ${license}\n${texts.map((text) => `\n${text}\n`).join('')}`;
}

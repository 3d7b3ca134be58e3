import type { SopsFormat } from '../sops-format.ts';
import { binaryStore } from './binary-store.ts';
import { dotenvStore } from './dotenv-store.ts';
import { iniStore } from './ini-store.ts';
import { jsonStore } from './json-store.ts';
import type { SopsStore } from './sops-store.ts';
import { yamlStore } from './yaml-store.ts';

const stores: Readonly<Record<SopsFormat, SopsStore>> = {
  binary: binaryStore,
  dotenv: dotenvStore,
  ini: iniStore,
  json: jsonStore,
  yaml: yamlStore,
};

/** Reader and printer of a format. */
export function storeOf(format: SopsFormat): SopsStore {
  return stores[format];
}

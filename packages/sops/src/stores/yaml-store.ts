import { readText } from './read-text.ts';
import type { SopsStore } from './sops-store.ts';
import { printYamlDocuments } from './yaml-printer.ts';
import { readYaml } from './yaml-reader.ts';

/** YAML, of one or several documents. */
export const yamlStore: SopsStore = {
  read: (data) => readYaml(readText(data)),
  print: (documents) => Buffer.from(printYamlDocuments(documents)),
};

import { SopsError } from '../sops-error.ts';
import { isComment, type SopsList, type SopsMap, type SopsValue } from '../tree/sops-tree.ts';

/** Longest list of keys that is read. */
const maxItems = 1_000;

interface Node {
  readonly children: Map<string, Node>;
  value: SopsValue | undefined;
}

/**
 * Reads names such as `age__list_0__map_recipient`, under which formats without depth keep metadata. Throws SopsError when they do
 * not fit together.
 */
export function unflatten({ entries }: SopsMap): SopsMap {
  const root: Node = { children: new Map(), value: undefined };
  for (const entry of entries) {
    if (isComment(entry)) continue;
    const node = place(root, entry.key);
    if (node.value !== undefined || node.children.size > 0) throw misfit(entry.key);
    node.value = entry.value;
  }
  return mapOf(root);
}

function place(root: Node, key: string): Node {
  let node = root;
  // Names keep the sign of their container, so that `0` in a list and in a map differ.
  for (const token of key.split(/(?=__list_|__map_)/)) {
    if (node.value !== undefined) throw misfit(key);
    const next = node.children.get(token) ?? { children: new Map(), value: undefined };
    node.children.set(token, next);
    node = next;
  }
  return node;
}

function misfit(key: string): SopsError {
  return new SopsError('Malformed', `Error while unflattening "${key.slice(0, 100)}"`);
}

function unflattened(node: Node): SopsValue {
  if (node.value !== undefined) return node.value;
  const [first = ''] = node.children.keys();
  return first.startsWith('__list_') ? listOf(node) : mapOf(node);
}

function mapOf({ children }: Node): SopsMap {
  const entries = [...children].map(([token, child]) => {
    if (token.startsWith('__list_')) throw misfit(token);
    return { kind: 'entry', key: token.replace(/^__map_/, ''), value: unflattened(child) } as const;
  });
  return { kind: 'map', entries };
}

function listOf({ children }: Node): SopsList {
  if (children.size > maxItems) throw new SopsError('TooLarge', 'the metadata has too many keys');
  const items: SopsValue[] = [];
  for (let i = 0; i < children.size; i += 1) {
    const child = children.get(`__list_${i}`);
    if (child === undefined) throw new SopsError('Malformed', 'Error while unflattening: Incomplete list');
    items.push(unflattened(child));
  }
  return { kind: 'list', items };
}

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Notes } from '../reading/notes.ts';
import { readDocument } from '../reading/read-document.ts';
import type { Fields } from '../values/value.ts';
import { printNodes } from './print-nodes.ts';

function edit(text: string, change: (fields: Fields) => void): string {
  const notes = new Notes();
  const value = readDocument(text, 'v3', notes)?.value as Fields;
  change(value);
  return printNodes(value, notes);
}

const text = `# top
kind: ConfigMap # what
data:
  # about a
  a: "quoted"
  b: 'single'
  list: [x, "y", {z: 1.0}]
  items:
  # first
  - name: one # 1
    more: |
      lines
  - name: two
empty: {}
none:
`;

suite('printing nodes', () => {
  test('gives an unchanged text back', () => {
    assert.equal(
      edit(text, () => undefined),
      text,
    );
  });

  test('a changed value keeps quotes and comments', () => {
    const changed = edit(text, ({ data }) => {
      (data as Fields)['a'] = 'new';
    });
    assert.equal(changed, text.replace('"quoted"', '"new"'));
  });

  test('new fields go to the end, and removed ones take their comments along', () => {
    const changed = edit('a: 1\n# about b\nb: 2\n', (fields) => {
      delete fields['b'];
      fields['c'] = { d: ['yes', '1'] };
    });
    assert.equal(changed, 'a: 1\nc:\n  d:\n  - "yes"\n  - "1"\n');
  });
});

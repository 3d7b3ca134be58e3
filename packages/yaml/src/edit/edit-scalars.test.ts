import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { editScalars, parseYaml, printYaml, type ScalarSite, YamlError } from '@flux19/yaml';
import fc from 'fast-check';

/** Gives every value with a comment that begins with `# set` the new text. */
const setTo = (value: string) => (site: ScalarSite) => (site.comment.startsWith('# set') ? value : undefined);

suite('editScalars', () => {
  test('returns the same text when nothing is edited, however odd its layout is', () => {
    const text = '#top\r\na:   {b: [1 , "x"] }   # c\r\n\r\n- \t\n'.replace('- \t\n', 'c: |+\r\n   keep\r\n\r\n');
    assert.equal(
      editScalars(text, () => undefined),
      text,
    );
  });

  test('changes the value and keeps what is around it, the style of quotes too', () => {
    const text = `a:   v1    # set\nb: 'v1' # set\nc: "v1"\t# set\nd: &x v1 # set\ne: *x # set\nf: v1 #x\n`;
    const expected = `a:   v2    # set\nb: 'v2' # set\nc: "v2"\t# set\nd: &x v2 # set\ne: *x # set\nf: v1 #x\n`;
    assert.equal(editScalars(text, setTo('v2')), expected);
  });

  test('adds quotes where a plain value would be of another type', () => {
    assert.equal(editScalars('a: 1.29 # set\n', setTo('1.30')), 'a: "1.30" # set\n');
    assert.equal(editScalars('a: v1 # set\n', setTo('on')), 'a: "on" # set\n');
    assert.equal(editScalars('a: v1 # set\n', setTo('x: y')), "a: 'x: y' # set\n");
    assert.equal(editScalars('a: v1 # set\n', setTo('')), 'a: "" # set\n');
  });

  test('edits inside brackets, where more characters need quotes', () => {
    const text = '{\n  a: x, # set\n  b: [y, z] # set\n}\n';
    assert.equal(editScalars(text, setTo('q,r')), "{\n  a: 'q,r', # set\n  b: [y, z] # set\n}\n");
  });

  test('finds comments above a value that stands alone on its line, and in the header of a block', () => {
    const items = 'l:\n# set\n- a\n# one\n# set\n- b\n- # set\n  c\n';
    assert.equal(editScalars(items, setTo('new')), 'l:\n# set\n- new\n# one\n# set\n- b\n- # set\n  new\n');
    assert.equal(editScalars('k: >- # set\n    old\n    er\nz: 1\n', setTo('new')), 'k: >- # set\n    new\nz: 1\n');
    assert.equal(editScalars('k: # set\n  v\n', setTo('new')), 'k: # set\n  v\n');
  });

  test('tells where a value is', () => {
    const seen: ScalarSite[] = [];
    editScalars('a: 1\n---\nb:\n  - c: x # y\n', (site) => void seen.push(site));
    assert.deepEqual(seen, [
      { value: '1', comment: '', line: 1, path: ['a'], document: 0 },
      { value: 'x', comment: '# y', line: 4, path: ['b', 0, 'c'], document: 1 },
    ]);
  });

  test('does not even read a text without the mark', () => {
    assert.equal(editScalars('{ no yaml', setTo('x'), { mark: '$imagepolicy' }), '{ no yaml');
  });

  test('refuses what cannot be read, within the bounds of the reader', () => {
    const isYamlError = (error: unknown) => error instanceof YamlError && error.file === 'f.yaml';
    const options = { file: 'f.yaml' };
    assert.throws(() => editScalars('a: [1', setTo('x'), options), isYamlError);
    assert.throws(() => editScalars('['.repeat(2000), setTo('x'), options), isYamlError);
    assert.throws(() => editScalars('a: b', setTo('x'), { ...options, maxLength: 2 }), isYamlError);
  });

  test('what it writes is read as exactly the new value, and other values stay', () => {
    const text = fc.string({ unit: 'binary-ascii', maxLength: 12 }).filter((value) => /^[ -~]*$/.test(value));
    const property = fc.property(text, text, (before, after) => {
      const source = printYaml({ a: before, b: ['keep', before], c: { d: before } });
      const edited = editScalars(source, ({ path }) => (path[0] === 'a' ? after : undefined));
      assert.deepEqual(parseYaml(edited), { a: after, b: ['keep', before], c: { d: before } });
      assert.equal(
        editScalars(source, () => undefined),
        source,
      );
    });
    fc.assert(property, { numRuns: 300 });
  });
});

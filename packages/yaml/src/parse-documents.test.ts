import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseDocuments, parseManifests, parseYaml, YamlError } from '@flux19/yaml';
import fc from 'fast-check';

function errorOf(read: () => unknown): YamlError {
  try {
    read();
  } catch (thrown) {
    assert.ok(thrown instanceof YamlError, String(thrown));
    return thrown;
  }
  throw new assert.AssertionError({ message: 'nothing was thrown' });
}

const stream = `# head
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
data: {x: "1"}
---
# nothing here
---
apiVersion: v1
kind: List
items:
- kind: Secret
  data:
    key: |
      text
- other
`;

suite('parseDocuments', () => {
  test('leaves out empty documents and gives each the line of its first content', () => {
    const documents = parseDocuments(stream, { file: 'a.yaml' });
    assert.deepEqual(
      documents.map(({ line, file }) => [line, file]),
      [
        [2, 'a.yaml'],
        [10, 'a.yaml'],
      ],
    );
  });

  test('finds the lines of fields and items', () => {
    const [first, second] = parseDocuments(stream);
    assert.equal(first?.lineOf([]), 2);
    assert.equal(first?.lineOf(['metadata', 'name']), 5);
    assert.equal(first?.lineOf(['data', 'x']), 6);
    assert.equal(first?.lineOf(['data', 'y']), undefined);
    assert.equal(second?.lineOf(['items', 0, 'data', 'key']), 15);
    assert.equal(second?.lineOf(['items', 1]), 17);
    assert.equal(second?.lineOf(['items', 2]), undefined);
    assert.equal(second?.lineOf(['kind', 'x']), undefined);
  });

  test('finds the lines of what aliases and merges bring in', () => {
    const [document] = parseDocuments('base: &b\n  x: {z: 1}\nuse: *b\nall:\n  <<: *b\n');
    assert.equal(document?.lineOf(['use']), 3);
    assert.equal(document?.lineOf(['use', 'x', 'z']), 2);
    assert.equal(document?.lineOf(['all', 'x']), 5);
  });

  test('names file, line and column of an error, and what to do', () => {
    const error = errorOf(() => parseDocuments('a: 1\nb: c: d\n', { file: 'apps/web.yaml' }));
    assert.match(error.message, /^apps\/web\.yaml:2:5: bad indentation of a mapping entry$/);
    assert.equal(error.hint, 'align the key with its neighbours, or quote a value that contains ": "');
    assert.deepEqual([error.file, error.line, error.column], ['apps/web.yaml', 2, 5]);
  });

  test('names the line of a key that occurs twice', () => {
    assert.equal(
      errorOf(() => parseDocuments('a: 1\nb:\n  c: 1\n  c: 2\n')).message,
      'line 4, column 3: mapping key "c" already defined',
    );
  });

  test('refuses numbers that JSON lacks', () => {
    assert.equal(errorOf(() => parseYaml('a: .inf')).reason, 'unsupported value: +Inf');
    assert.equal(errorOf(() => parseYaml('a: [.nan]')).reason, 'unsupported value: NaN');
  });

  test('accepts closing brackets at the margin, which YAML 1.2 forbids and Go allows', () => {
    const text = 'a:\n  b: [\n"x",\n{z: 1},\n]\nc: "long\ntext"\n';
    const [document] = parseDocuments(text);
    assert.deepEqual(document?.value, { a: { b: ['x', { z: 1 }] }, c: 'long text' });
    assert.equal(document?.lineOf(['c']), 6);
  });

  test('accepts many such lines in many documents', () => {
    const text = 'a: [\n1,\n2\n]\n---\n'.repeat(200);
    assert.deepEqual(
      parseDocuments(text).map(({ line }) => line),
      Array.from({ length: 200 }, (_, document) => document * 5 + 1),
    );
  });

  test('accepts long lists at the margin, wherever they end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('1', '"a', 'b"', "'", '{x: 2}', ''), { maxLength: 60 }), (items) => {
        const written = items.map((item) =>
          item === '"a' ? '"a\nb"' : item === 'b"' ? '[\n]' : item === "'" ? "''" : item,
        );
        const list = written.filter((item) => item !== '').join(',\n');
        const text = `# head\na:\n- b: [\n${list}\n]\n  c: 3\n# tail\nd: {\n}\n`;
        const flat = `a:\n- b: [${list.replaceAll('\n', ' ')}]\n  c: 3\nd: {}\n`;
        assert.deepEqual(parseYaml(text), parseYaml(flat));
      }),
    );
    const long = parseYaml(`a: [\n${'"x",\n'.repeat(5000)}]\nb: 1\n`) as { a: string[] };
    assert.equal(long.a.length, 5000);
  });

  test('says so when brackets never close', () => {
    assert.equal(errorOf(() => parseYaml('a: [\n1,\n')).line, 3);
    assert.equal(errorOf(() => parseYaml('a: [\n1,\n]]\nb: 2')).line, 3);
  });

  test('keeps integers beyond 2^53', () => {
    assert.deepEqual(parseYaml('[9007199254740993, 9007199254740991]'), [9007199254740993n, 9007199254740991]);
  });

  test('never reaches a prototype', () => {
    const value = parseYaml('__proto__: {polluted: true}\nconstructor: 1\nb: &b {__proto__: 1}\nc: {<<: *b}');
    assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value));
    assert.deepEqual(Object.keys(value), ['__proto__', 'constructor', 'b', 'c']);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal('polluted' in {}, false);
  });

  test('gives each alias a value of its own', () => {
    const value = parseYaml('a: &x {n: 1}\nb: *x') as { a: object; b: object };
    assert.deepEqual(value.a, value.b);
    assert.notEqual(value.a, value.b);
  });

  test('resolves an alias inside an anchor as it stood there', () => {
    const value = parseYaml('a: &x 1\nb: &l [*x]\nc: &x 2\nd: *l\ne: *x');
    assert.deepEqual(value, { a: 1, b: [1], c: 2, d: [1], e: 2 });
  });
});

suite('bounds of reading', () => {
  test('give a value or a YamlError for any text', () => {
    const unit = fc.constantFrom(
      ...'ab: -[]{},"\'|>&*!#%@?\n\n\t<~1.\\',
      '---\n',
      '<<: ',
      '&a ',
      '*a ',
      '!!int ',
      '\u2028',
      '\ud800',
    );
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 60 }),
        fc.constantFrom('sigs' as const, 'v3' as const),
        (text, dialect) => {
          try {
            parseDocuments(text, { dialect });
          } catch (thrown) {
            assert.ok(thrown instanceof YamlError, String(thrown));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('stop a billion laughs', () => {
    const lines = Array.from({ length: 30 }, (_, level) => {
      const item = level === 0 ? 'lol' : `*l${level - 1}`;
      return `l${level}: &l${level} [${Array.from({ length: 9 }, () => item).join(', ')}]`;
    });
    assert.equal(errorOf(() => parseYaml(lines.join('\n'))).reason, 'document contains excessive aliasing');
  });

  test('stop deep nesting and long texts', () => {
    assert.match(errorOf(() => parseYaml('['.repeat(100_000))).reason, /maxDepth/);
    assert.match(errorOf(() => parseYaml('- '.repeat(100_000))).reason, /maxDepth/);
    assert.match(errorOf(() => parseYaml('abcdef', { maxLength: 5 })).reason, /longer than the 5 accepted/);
    assert.ok(Array.isArray(parseYaml('['.repeat(400) + ']'.repeat(400))));
  });

  test('stop an anchor that contains itself', () => {
    assert.equal(errorOf(() => parseYaml('a: &a [*a]')).reason, "anchor 'a' value contains itself");
    assert.equal(errorOf(() => parseYaml('a: *b')).reason, "unknown anchor 'b' referenced");
  });
});

suite('parseYaml', () => {
  test('reads one document and refuses a second', () => {
    assert.equal(parseYaml(''), null);
    assert.equal(parseYaml('# only a comment\n'), null);
    assert.equal(errorOf(() => parseYaml('a: 1\n---\nb: 2', { file: 'f' })).message, 'f:3: expected a single document');
  });
});

suite('parseManifests', () => {
  test('gives mappings with apiVersion and kind', () => {
    const [manifest] = parseManifests(stream);
    assert.equal(manifest?.value['kind'], 'ConfigMap');
    assert.equal(manifest?.lineOf(['metadata']), 4);
  });

  test('says where a document is no manifest', () => {
    assert.equal(
      errorOf(() => parseManifests('a: 1', { file: 'f' })).message,
      'f:1: apiVersion is missing or no string',
    );
    assert.equal(
      errorOf(() => parseManifests('apiVersion: v1\n---\n- x')).message,
      'line 1: kind is missing or no string',
    );
    assert.equal(errorOf(() => parseManifests('\n- x', { file: 'f' })).message, 'f:2: a document is not a mapping');
  });
});

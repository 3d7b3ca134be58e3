import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  define,
  GoStruct,
  type GoValue,
  hermeticSprigFunctions,
  renderTemplate,
  sprigFunctions,
  TemplateError,
  type TemplateOptions,
  TemplateSet,
} from '@flux19/templates';
import fc from 'fast-check';

const options = {
  now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
  zone: 'UTC',
  randomBytes: (count: number) => new Uint8Array(count),
};
const functions = sprigFunctions(options);
const render = (text: string, data: GoValue = {}, more: TemplateOptions = {}) =>
  renderTemplate('t', text, data, { functions, ...more });

suite('renderTemplate', () => {
  const endless = [
    '{{ range 1000000000000 }}x{{ end }}',
    '{{ range until 1000000000 }}{{ end }}',
    '{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}',
    '{{ define "a" }}{{ template "b" }}{{ end }}{{ define "b" }}{{ template "a" }}{{ end }}{{ template "a" }}',
    '{{ repeat 1000000000 "x" }}',
    '{{ repeat 100000 "x" | repeat 100000 }}',
    '{{ indent 1000000000 "x" }}',
    '{{ printf "%999999999d" 1 }}{{ printf "%*d" 900000 1 | repeat 10000 }}',
    '{{ replace "" (repeat 10000 "x") (repeat 100000 "y") }}',
    '{{ seq 1 1000000000 }}',
    '{{ untilStep 0 1000000000 1 }}',
    '{{ $l := list 1 }}{{ range 100 }}{{ $l = concat $l $l }}{{ end }}',
    '{{ $s := "x" }}{{ range 100 }}{{ $s = print $s $s }}{{ end }}{{ $s }}',
    '{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}',
    '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ toJson $d }}{{ $d }}{{ fail "the end" }}',
  ];
  for (const text of endless) {
    test(`stops ${text.slice(0, 60)}`, () => {
      assert.throws(() => render(text), TemplateError);
    });
  }

  test('stops after the time it may take', () => {
    let now = 0;
    const tick = (): number => {
      now += 1;
      return now;
    };
    assert.throws(() => render('{{ range 100000 }}{{ end }}', {}, { now: tick, limits: { timeMs: 10 } }), {
      message: 'template: t: exceeded its limits: more than 10 ms',
    });
  });

  test('refuses nesting that would exhaust the stack', () => {
    const deep = 5000;
    for (const text of [`{{ ${'('.repeat(deep)}1${')'.repeat(deep)} }}`, '{{ if 1 }}'.repeat(deep)]) {
      assert.throws(() => render(text), { name: 'TemplateError', message: /max expression depth exceeded/ });
    }
  });

  test('never fails with anything but its own error', () => {
    const word = fc.constantFrom(
      '{{',
      '}}',
      '{{-',
      '-}}',
      'if',
      'range',
      'end',
      'else',
      'define',
      'template',
      '"x"',
      '.a',
      '.',
      '$x',
      ':=',
      '|',
      '(',
      ')',
      'print',
      'list',
      'dict',
      'index',
      '1',
      '-2.5',
      "'c'",
      '`',
      '"',
      'nil',
      'first',
      'upper',
      ' ',
      '\n',
      'é',
    );
    const property = fc.property(fc.array(word, { maxLength: 14 }), (words) => {
      try {
        render(words.join(' '), { a: ['x', 1n, null, { b: 2.5 }] }, { limits: { steps: 10_000 } });
      } catch (thrown) {
        assert.equal((thrown as Error).name, 'TemplateError', (thrown as Error).stack);
      }
    });
    fc.assert(property, { numRuns: 2000 });
  });

  test('leaves text without actions as it is', () => {
    const property = fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes('{{'));
      assert.equal(render(text), text);
    });
    fc.assert(property);
  });

  test('keeps keys that mean something to JavaScript harmless', () => {
    const text =
      '{{ $d := dict "__proto__" (dict "polluted" "yes") "constructor" 1 }}{{ set $d "__proto__" "x" }}{{ .__proto__ }}{{ .constructor }}{{ .toString }}';
    assert.equal(render(text), 'map[__proto__:x constructor:1]<no value><no value><no value>');
    assert.equal(({} as { polluted?: string }).polluted, undefined);
  });

  test('answers for missing keys as it is told to', () => {
    assert.equal(render('{{ .x.y }}', {}), '<no value>');
    assert.throws(() => render('{{ .x }}', {}, { missingKey: 'error' }), {
      message: 'template: t:1:3: executing "t" at <.x>: map has no entry for key "x"',
    });
    assert.equal(render('{{ .x }}', {}, { missingKey: 'zero' }), '<no value>');
  });
});

suite('GoStruct', () => {
  const inner = new GoStruct({ name: 'test.Inner', fields: ['Kind'] }, { Kind: 'Pod' });
  const type = {
    name: 'test.Outer',
    fields: ['Inner', 'Name'],
    embedded: ['Inner'],
    methods: new Map([
      ['Greet', (self: GoStruct) => define(['string'], (who) => `${who}, ${String(self.get('Name'))}`)],
    ]),
  };
  const data = new GoStruct(type, { Inner: inner, Name: 'n' });

  test('has fields, those of embedded structs, and methods', () => {
    assert.equal(
      render('{{ .Name }} {{ .Kind }} {{ .Inner.Kind }} {{ .Greet "hi" }} {{ "ho" | .Greet }}', data),
      'n Pod Pod hi, n ho, n',
    );
    assert.equal(render('{{ . }} {{ printf "%+v" . }}', data), '{{Pod} n} {Inner:{Kind:Pod} Name:n}');
  });

  test('says which field is not there', () => {
    const message = `template: t:1:3: executing "t" at <.Nope>: can't evaluate field Nope in type test.Outer`;
    assert.throws(() => render('{{ .Nope }}', data), { message });
    assert.throws(() => render('{{ .Name 1 }}', data), {
      message: /Name has arguments but cannot be invoked as function$/,
    });
    assert.throws(() => render('{{ .Greet }}', data), { message: /wrong number of args for Greet: want 1 got 0$/ });
  });

  test('may be the key of a map, which is gone through in order', () => {
    const key = (name: string) => new GoStruct({ name: 'k', fields: ['N'] }, { N: name });
    const map = new Map<GoValue, GoValue>([
      [key('b'), 2n],
      [key('a'), 1n],
    ]);
    assert.equal(render('{{ range $k, $v := . }}{{ $k.N }}{{ $v }}{{ end }}', map), 'a1b2');
  });
});

suite('TemplateSet', () => {
  test('lets templates use each other', () => {
    const set = new TemplateSet({ functions });
    set.parse('helpers', '{{ define "name" }}<{{ .n }}>{{ end }}');
    set.parse('main', '{{ template "name" . }}{{ template "nope" }}');
    assert.deepEqual([...set.names].toSorted(), ['helpers', 'main', 'name']);
    assert.throws(() => set.execute('main', { n: 'x' }), {
      message: 'template: main:1:35: executing "main" at <{{template "nope"}}>: template "nope" not defined',
    });
    set.parse('main', '{{ template "name" . }}');
    assert.equal(set.execute('main', { n: 'x' }), '<x>');
  });
});

suite('sprigFunctions', () => {
  test('tell the time by the given clock', () => {
    assert.equal(
      render('{{ now | date "2006-01-02 15:04" }} {{ now | htmlDate }} {{ now }}'),
      '2026-01-02 03:04 2026-01-02 2026-01-02 03:04:05 +0000 UTC',
    );
    assert.equal(
      render('{{ ago (now | dateModify "-90s") }} {{ now | dateModify "-26h" | durationRound }}'),
      '1m30s 1d',
    );
  });

  test('are random only as far as they are given randomness', () => {
    assert.equal(
      render('{{ uuidv4 }} {{ randAlpha 3 }} {{ randNumeric 2 }} {{ randInt 5 9 }}'),
      '00000000-0000-4000-8000-000000000000 AAA 00 5',
    );
  });

  test('leave out, in commit messages, what is not the same each time', () => {
    const hermetic = hermeticSprigFunctions(options);
    for (const name of ['now', 'date', 'uuidv4', 'randAlphaNum', 'env', 'expandenv', 'getHostByName']) {
      assert.ok(!hermetic.has(name), name);
    }
    assert.ok(hermetic.has('upper') && hermetic.has('semverCompare'));
  });
});

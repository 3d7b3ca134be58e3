import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CelError, type CelType, compileCel, dynType, type Value } from '@flux19/cel';
import fc from 'fast-check';

function evaluate(source: string, bindings: Readonly<Record<string, unknown>> = {}): unknown {
  const variables = Object.fromEntries(Object.keys(bindings).map((name): [string, CelType] => [name, dynType]));
  return compileCel(source, { variables }).evaluate(bindings);
}

function failure(run: () => unknown): CelError {
  try {
    run();
  } catch (thrown) {
    assert(thrown instanceof CelError);
    return thrown;
  }
  assert.fail('nothing was thrown');
}

suite('expressions over JSON', () => {
  const job = {
    metadata: { name: 'job', generation: 2, labels: { 'app.io/name': 'x' } },
    status: { conditions: [{ type: 'Complete', status: 'True' }], succeeded: 1, ratio: 0.5 },
  };

  test('read fields of plain objects', () => {
    const met = "status.conditions.exists(c, c.type == 'Complete' && c.status == 'True') && status.succeeded == 1";
    assert.equal(evaluate(met, job), true);
    assert.equal(evaluate("has(metadata.labels) && metadata.labels['app.io/name'] == 'x'", job), true);
    assert.equal(evaluate('has(status.missing)', job), false);
    assert.equal(evaluate('status.succeeded == 1.0 && status.ratio < 1', job), true);
    assert.equal(evaluate('status.?missing.orValue("none")', job), 'none');
    assert.deepEqual(evaluate('status.conditions.map(c, c.type)', job), ['Complete']);
  });

  test('give JSON back', () => {
    assert.deepEqual(evaluate("{'a': [1.0, 1.5], 'b': []}"), { a: [1, 1.5], b: [] });
    assert.equal(evaluate("duration('90s')"), '90s');
    assert.equal(evaluate("b'hi'"), 'aGk=');
    assert.equal(evaluate('2u'), 2);
    assert.equal(evaluate('null'), null);
    assert.equal(evaluate('9007199254740993'), 9_007_199_254_740_993n);
    assert.equal(evaluate('optional.none()'), null);
  });

  test('name what is missing', () => {
    assert.equal(failure(() => evaluate('status.missing', job)).message, 'no such key: missing');
    assert.equal(failure(() => evaluate('nowhere')).failure, 'type');
    assert.match(failure(() => evaluate('foo.')).message, /^ERROR: <input>:1:5: Syntax error: /);
  });

  test('take every name for a variable when asked to', () => {
    const program = compileCel("data.phase == 'Ready' && type(data) == map", { variables: 'any' });
    assert.equal(program.evaluate({ data: { phase: 'Ready' } }), true);
    assert.deepEqual([...program.usedVariables], ['data']);
    const missing = failure(() => program.evaluate({ other: 1 }));
    assert.equal(missing.failure, 'runtime');
    assert.equal(missing.message, 'no such attribute(s): data');
  });

  test('treat hostile names as names', () => {
    const hostile = JSON.parse('{"__proto__": 1, "constructor": 2, "hasOwnProperty": 3}') as Record<string, unknown>;
    assert.equal(evaluate('self.constructor == 2 && self.__proto__ == 1', { self: hostile }), true);
    assert.equal(evaluate('has(self.toString)', { self: {} }), false);
    assert.equal(Object.getPrototypeOf(evaluate("{'__proto__': {'a': 1}}")), Object.prototype);
  });
});

suite('the libraries', () => {
  const truths = [
    "quantity('1Gi').isGreaterThan(quantity('1G')) && isQuantity('5m') && !isQuantity('five')",
    "url('https://a.example:8443/x?q=1').getHost() == 'a.example:8443' && isURL('/x') == true",
    "cidr('10.0.0.0/8').containsIP('10.1.2.3') && ip('::1').family() == 6 && !isIP('10.0.0.256')",
    "'v1.2'.find('[0-9]+') == '1' && 'a1b22'.findAll('[0-9]+') == ['1', '22']",
    '[3, 1, 2].sort() == [1, 2, 3] && [1, 1].distinct() == [1] && [[1], [2]].flatten() == [1, 2]',
    '[1, 2, 3].sum() == 6 && [1, 3].max() == 3 && [1, 2].isSorted() && [1, 2, 1].lastIndexOf(1) == 2',
    'sets.contains([1, 2], [2]) && sets.equivalent([1, 1], [1]) && !sets.intersects([1], [2])',
    'math.abs(-1) == 1 && math.ceil(1.2) == 2.0',
    "'a-b'.split('-').join('+') == 'a+b' && '%s=%d'.format(['x', 1]) == 'x=1' && 'abc'.reverse() == 'cba'",
    "semver('1.2.3').isLessThan(semver('1.10.0')) && isSemver('1.0.0')",
    "!format.dns1123Label().validate('a_b').hasValue() == false",
    "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2} && [1, 2].all(i, v, v == i + 1)",
    "'a-b'.split('-').first().value() == 'a' && [1, 2].last().value() == 2",
    "timestamp('2024-01-01T00:00:00Z') + duration('24h') == timestamp('2024-01-02T00:00:00Z')",
    "'héllo😀'.indexOf('😀') == 5 && 'aXbX'.lastIndexOf('X', 2) == 1 && 'abc'.substring(1) == 'bc'",
  ];
  for (const truth of truths) test(truth, () => assert.equal(evaluate(truth), true));
});

suite('limits', () => {
  test('an evaluation ends at its cost limit', () => {
    const loops = '[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, a + b > 0))';
    const { cost, isCostExceeded } = compileCel(loops, { variables: {} }).run(new Map(), { costLimit: 100 });
    assert.equal(isCostExceeded, true);
    assert(cost <= 150);
  });

  const greedy = [
    '[[0]].map(a, [a, a]).map(a, [a, a])'.concat('.map(a, [a, a])'.repeat(50), '.map(a, a == a)'),
    '[[0]]'.concat('.map(a, a + a)'.repeat(60)),
    "['x']".concat(".map(s, s.replace('', s))".repeat(12)),
    'lists.range(200000).distinct().size()',
    "['a'.replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')]".concat('.map(s, s + s)'.repeat(40)),
  ];
  for (const source of greedy) {
    test(`ends: ${source.slice(0, 60)}`, () => assert.equal(failure(() => evaluate(source)).failure, 'cost'));
  }

  test('matching takes linear time', () => {
    assert.equal(evaluate("s.matches('^(a+)+$')", { s: `${'a'.repeat(2000)}b` }), false);
  });

  test('deep sources are refused, not crashed on', () => {
    const deep = ['('.repeat(5000), `a${'[0]'.repeat(20_000)}`, `a${'.b'.repeat(20_000)}`, `1${' + 1'.repeat(20_000)}`];
    for (const source of deep) assert.equal(failure(() => evaluate(source, { a: 1 })).failure, 'syntax');
    const twice = `optional.of([0])${'.optMap(a, [a])'.repeat(60)}`;
    assert.equal(failure(() => evaluate(twice)).failure, 'syntax');
  });
});

suite('estimates', () => {
  const self: CelType = { kind: 'list', element: { kind: 'string' } };

  test('grow with the sizes of variables', () => {
    const program = compileCel("self.all(x, x.startsWith('abc'))", { variables: { self } });
    const estimate = (items: number): number => program.estimateCost((path) => (path.length === 1 ? items : 10));
    assert(estimate(10) < estimate(100));
    assert.equal(
      program.estimateCost(() => undefined),
      2 ** 64,
    );
  });

  test('are never below the cost of an evaluation', () => {
    const sources = [
      "self.all(x, x.startsWith('a'))",
      "self.map(x, x + 'b').exists(x, x.contains('bb'))",
      "self.filter(x, x.matches('^a+$')).size() > 2 || 'aa' in self",
      "self.all(x, x.replace('a', 'bb').split('b').size() > 2)",
      'self.exists_one(x, x == self[0]) ? self.distinct().size() > 1 : self.indexOf("a") == 0',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[ab]{0,8}$/), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...sources),
        (list, source) => {
          const program = compileCel(source, { variables: { self } });
          const longest = Math.max(...list.map((item) => item.length));
          const estimate = program.estimateCost((path) => (path.length === 1 ? list.length : longest));
          const values = new Map<string, Value>([
            ['self', compileCel(JSON.stringify(list), { variables: {} }).run(new Map()).value],
          ]);
          assert(program.run(values).cost <= estimate);
        },
      ),
    );
  });
});

suite('any source', () => {
  const pieces = fc.constantFrom(
    ...'self 1 -1 2u 1.5 "a" b"x" null true [ ] { } ( ) . , : ? ! - + * / % && || == != < in has all map(x, x) size() ["a"]'.split(
      ' ',
    ),
    ...[
      '.exists(x, x == 1)',
      '.optMap(x, x)',
      'dyn(',
      'cel.bind(',
      '__proto__',
      'constructor',
      'for',
      '\\',
      "'",
      '`',
      '\u0000',
      '😀',
    ],
  );
  const source = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(' ')),
  );

  test('fails with a CelError or gives JSON', () => {
    fc.assert(
      fc.property(source, fc.jsonValue(), (text, self) => {
        try {
          const result = compileCel(text, { variables: { self: dynType } }).evaluate({ self });
          assert.doesNotThrow(() =>
            JSON.stringify(result, (_key, value: unknown) => (typeof value === 'bigint' ? 0 : value)),
          );
        } catch (thrown) {
          assert(thrown instanceof CelError, `${text}: ${String(thrown)}`);
        }
      }),
      { numRuns: 500 },
    );
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { FaultRequest } from '@flux19/apiserver';
import fc from 'fast-check';
import { FaultSwitchboard } from './fault-switchboard.ts';
import { matchesPattern } from './matches-request.ts';
import { FaultRuleError, parseFaultRules } from './parse-fault-rules.ts';

const request = (parts: Partial<FaultRequest> = {}): FaultRequest => ({
  verb: 'patch',
  path: '/apis/apps/v1/namespaces/default/deployments/web',
  isResourceRequest: true,
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  subresource: '',
  namespace: 'default',
  name: 'web',
  rest: [],
  query: new URLSearchParams(),
  user: { name: 'kubernetes-admin', groups: [] },
  userAgent: 'kubectl/v1.37.2',
  objectKind: 'Deployment',
  ...parts,
});

const fault = { kind: 'status', code: 409 } as const;

suite('FaultSwitchboard', () => {
  test('hits the requests that a rule describes, and no other', () => {
    const hit = request();
    const missed = request({
      verb: 'get',
      group: '',
      resource: 'pods',
      subresource: 'status',
      namespace: 'team',
      name: 'x',
      objectKind: 'Pod',
      user: { name: 'jane', groups: [] },
      userAgent: 'curl',
      path: '/api/v1/pods',
    });
    const matches = [
      { verbs: ['update', 'patch'] },
      { groups: ['apps'] },
      { resources: ['deployments'] },
      { resources: ['deployments.apps'] },
      { resources: ['deploy*.apps'] },
      { kinds: ['Deployment'] },
      { subresources: [''] },
      { namespaces: ['default'] },
      { names: ['w*b'] },
      { users: ['kubernetes-*'] },
      { userAgents: ['kubectl*'] },
      { paths: ['/apis/apps/*'] },
    ];
    for (const match of matches) {
      const board = new FaultSwitchboard();
      board.add({ match, fault });
      assert.deepEqual(board.decide(hit), fault, JSON.stringify(match));
      assert.equal(board.decide(missed), undefined, JSON.stringify(match));
    }
  });

  test('leaves the controllers of the cluster alone unless a rule names them', () => {
    const own = request({ user: { name: 'system:kube-controller-manager', groups: [] } });
    const board = new FaultSwitchboard();
    board.add({ fault });
    assert.equal(board.decide(own), undefined);
    board.add({ match: { users: ['system:*'] }, fault });
    assert.deepEqual(board.decide(own), fault);
  });

  test('keeps faults for watches from other requests', () => {
    const board = new FaultSwitchboard();
    board.add({ fault: { kind: 'dropWatch', afterEvents: 1 } });
    assert.equal(board.decide(request()), undefined);
    assert.equal(board.decide(request({ verb: 'watch' }))?.kind, 'dropWatch');
  });

  test('lets some pass, hits so many, and counts', () => {
    const board = new FaultSwitchboard();
    board.add({ name: 'few', skip: 2, times: 3, fault });
    const hits = Array.from({ length: 8 }, () => board.decide(request()) !== undefined);
    assert.deepEqual(hits, [false, false, true, true, true, false, false, false]);
    assert.deepEqual([board.get('few')?.seen, board.get('few')?.hits], [8, 3]);
    assert.equal(board.remove('few'), true);
    assert.equal(board.remove('few'), false);
    assert.deepEqual(board.list(), []);
  });

  test('draws the same for the same seed, and about as often as it was told', () => {
    const draws = (seed: number): string => {
      const board = new FaultSwitchboard();
      board.add({ probability: 0.25, seed, fault });
      return Array.from({ length: 1000 }, () => (board.decide(request()) === undefined ? '.' : 'x')).join('');
    };
    assert.equal(draws(7), draws(7));
    assert.notEqual(draws(7), draws(8));
    const hits = draws(7).replaceAll('.', '').length;
    assert.ok(hits > 180 && hits < 320, String(hits));
  });

  test('says what is wrong with a rule, and where', () => {
    const cases: readonly (readonly [unknown, string])[] = [
      ['x', 'faults[0]: must be a map with the key "fault"'],
      [{ faults: {} }, 'faults: must be a list'],
      [
        {},
        'faults[0].fault.kind: must be one of status, delay, truncate, stall, dropWatch, expireWatch, reset, loseAnswer, restart',
      ],
      [[{ fault: { kind: 'status' } }], 'faults[0].fault.code: must be an integer from 400 to 599'],
      [[{ fault: { kind: 'delay', ms: -1 } }], 'faults[0].fault.ms: must be an integer from 0 to 2147483647'],
      [[{ fault, probability: 2 }], 'faults[0].probability: must be a number from 0 to 1'],
      [[{ fault, match: { verbs: 'get' } }], 'faults[0].match.verbs: must be a list of texts'],
      [[{ fault, name: 'a/b' }], 'faults[0].name: must be 1 to 63 letters, digits, "-", "_" or "."'],
      [
        [{ fault: { ...fault, ms: 1 } }],
        'faults[0].fault.ms: is not known; known are kind, code, reason, message, retryAfterSeconds',
      ],
    ];
    for (const [value, message] of cases) {
      assert.throws(
        () => parseFaultRules(value),
        (thrown) => thrown instanceof FaultRuleError && thrown.message === message,
      );
    }
    const board = new FaultSwitchboard();
    board.add({ name: 'a', fault });
    assert.throws(() => board.add({ name: 'a', fault }), /"a" is taken/);
  });
});

suite('matchesPattern', () => {
  test('agrees with the regular expression that says the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const property = fc.property(
      text,
      fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
      (pattern, value) => {
        assert.equal(matchesPattern(pattern, value), new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(value));
      },
    );
    fc.assert(property);
  });
});

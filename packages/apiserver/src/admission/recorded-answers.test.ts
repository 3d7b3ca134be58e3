// Requests with what kube-apiserver answered to them, taken from a real one; see docs/admission.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { startApi, type TestApi } from '../testing/api-client.ts';

interface Recorded {
  readonly title?: string;
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: JsonObject;
  readonly code: number;
  readonly warnings?: readonly string[];
  readonly message?: string;
  readonly status?: JsonObject;
  /** Parts of the object that was written. */
  readonly kept?: JsonObject;
}

const subjects = {
  'quotas-and-limits': 'counts what is used and keeps pods and claims within limits',
  'pod-security': 'holds pods to the level of their namespace and warns about workloads',
  'rbac-escalation': 'lets nobody grant what it may not do',
  'mutating-policies': 'lets policies change what is written',
  'validating-policies': 'asks policies, with their parameters, variables and messages',
} as const;

function read(subject: string): readonly Recorded[] {
  return JSON.parse(readFileSync(new URL(`testdata/${subject}.json`, import.meta.url), 'utf8')) as Recorded[];
}

async function answer(api: TestApi, row: Recorded): Promise<Partial<Recorded>> {
  const { method, path, type, body, user, groups = [] } = row;
  const who = user === undefined ? {} : { 'impersonate-user': user, 'impersonate-group': groups.join(',') };
  const given = await api.call(method, path, {
    headers: who,
    ...(body === undefined ? {} : { body }),
    ...(type === undefined ? {} : { type }),
  });
  return {
    code: given.code,
    warnings: given.warnings,
    message: given.code < 400 ? '' : String(given.body['message']),
    status: given.code < 400 && row.status !== undefined ? (given.body['status'] as JsonObject) : {},
    kept: row.kept === undefined ? {} : keptOf(given.body),
  };
}

function keptOf(object: JsonObject): JsonObject {
  const { labels, annotations } = object['metadata'] as JsonObject;
  const parts = { labels, annotations, data: object['data'], spec: object['spec'] };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as JsonObject;
}

/** Names that the server makes up are masked. */
function masked(text: string, { body }: Recorded): string {
  const prefix = (body?.['metadata'] as { generateName?: string } | undefined)?.generateName;
  return prefix === undefined ? text : text.replaceAll(new RegExp(`"${prefix}[a-z0-9]{5}"`, 'g'), `"${prefix}*"`);
}

suite('admission answers as kube-apiserver', () => {
  for (const [subject, title] of Object.entries(subjects)) {
    test(title, async () => {
      const api = startApi({ authorization: 'RBAC', serviceAccounts: true }).as({
        name: 'admin',
        groups: ['system:masters', 'system:authenticated'],
      });
      for (const [n, row] of read(subject).entries()) {
        const found = await answer(api, row);
        const { code, warnings = [], message = '', status = {}, kept = {} } = row;
        const where = `${subject}[${n}]: ${row.method} ${row.path}`;
        const expected = { code, warnings, message: masked(message, row), status, kept };
        assert.deepEqual({ ...found, message: masked(found.message ?? '', row) }, expected, where);
      }
    });
  }
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { codeCommitPassword, presignUrl, signRequest } from './sign-request.ts';

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const nowMs = Date.UTC(2015, 7, 30, 12, 36, 0);

function signatureOf(method: string, url: string, headers: Readonly<Record<string, string>> = {}, body = ''): string {
  const scope = { region: 'us-east-1', service: 'service', nowMs };
  const { authorization = '' } = signRequest(keys, { method, url: new URL(url), headers, body, ...scope });
  return authorization.slice(authorization.indexOf('Signature=') + 'Signature='.length);
}

suite('signatures of AWS', () => {
  test("equal those of AWS's test suite", () => {
    const base = 'https://example.amazonaws.com/';
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const cases = [
      [signatureOf('GET', base), '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
      [
        signatureOf('GET', `${base}?Param2=value2&Param1=value1`),
        'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
      ],
      [signatureOf('POST', base), '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
      [
        signatureOf('POST', base, form, 'Param1=value1'),
        'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
      ],
    ];
    for (const [signature, expected] of cases) assert.equal(signature, expected);
  });

  test("equal that of AWS's example of a request to IAM", () => {
    const { authorization } = signRequest(keys, {
      method: 'GET',
      url: new URL('https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08'),
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: '',
      region: 'us-east-1',
      service: 'iam',
      nowMs,
    });
    assert.match(authorization ?? '', /Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7$/);
  });

  test("equal that of AWS's example of a presigned URL", () => {
    const url = presignUrl(
      { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
      {
        url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
        headers: {},
        region: 'us-east-1',
        service: 's3',
        nowMs: Date.UTC(2013, 4, 24),
        expiresSeconds: 86_400,
        payloadHash: 'UNSIGNED-PAYLOAD',
      },
    );
    assert.equal(
      url.searchParams.get('X-Amz-Signature'),
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });

  test('of CodeCommit follow the time in the password', () => {
    const url = new URL('https://git-codecommit.us-east-1.amazonaws.com/v1/repos/app');
    assert.match(codeCommitPassword(keys, url, { region: 'us-east-1', nowMs }), /^20150830T123600Z[0-9a-f]{64}$/);
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  isConfigMapKey,
  isDns1123Label,
  isDns1123SubdomainCaseless,
  isEnvVarName,
  isPathSegmentName,
  isPathSegmentPrefix,
  isQualifiedName,
  isValidLabelValue,
  isValidPortNumber,
} from '@flux19/objects';

suite('names', () => {
  test('have no complaints when they are valid', () => {
    assert.deepEqual(isQualifiedName('app.kubernetes.io/name'), []);
    assert.deepEqual(isValidLabelValue(''), []);
    assert.deepEqual(isPathSegmentName('system:node'), []);
    assert.deepEqual(isDns1123SubdomainCaseless('Example.com'), []);
    assert.deepEqual(isEnvVarName('MY_NAME'), []);
    assert.deepEqual(isValidPortNumber(443), []);
  });

  test('are measured in bytes, as Go measures them', () => {
    assert.deepEqual(isValidLabelValue('é'.repeat(32)).slice(0, 1), ['must be no more than 63 bytes']);
    assert.equal(isValidLabelValue('é'.repeat(31)).length, 1);
  });

  test('end where the text ends, not before a line feed', () => {
    assert.equal(isDns1123Label('web\n').length, 1);
  });

  test('of labels explain prefix and name apart', () => {
    assert.deepEqual(isQualifiedName('/a'), ['prefix part must be non-empty']);
    assert.deepEqual(isQualifiedName('a.b/').slice(0, 1), ['name part must be non-empty']);
    assert.match(
      isQualifiedName('a/b/c').join(),
      /^a valid label key must consist of .* with an optional DNS subdomain/,
    );
    assert.match(isQualifiedName(`${'a'.repeat(254)}/b`).join(), /^prefix part must be no more than 253 bytes$/);
  });

  test('of files and URLs stay in their folder', () => {
    assert.deepEqual(isConfigMapKey('..'), ["must not be '..'"]);
    assert.deepEqual(isPathSegmentName('..'), ["may not be '..'"]);
    assert.deepEqual(isPathSegmentPrefix('a/%'), ["may not contain '/'", "may not contain '%'"]);
  });

  test('of ports are numbers from 1 to 65535', () => {
    assert.deepEqual(isValidPortNumber(0), ['must be between 1 and 65535, inclusive']);
  });
});

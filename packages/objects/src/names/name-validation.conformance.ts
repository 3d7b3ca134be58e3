import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable } from '@flux19/conformance';
import {
  isCIdentifier,
  isConfigMapKey,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isDns1123SubdomainCaseless,
  isDns1123SubdomainWithUnderscore,
  isEnvVarName,
  isHttpHeaderName,
  isQualifiedName,
  isRelaxedEnvVarName,
  isValidLabelValue,
  isValidPercent,
  isValidPortName,
  isWildcardDns1123Subdomain,
} from '@flux19/objects';

const checks: ReadonlyMap<string, (value: string) => string[]> = new Map([
  ['IsCIdentifier', isCIdentifier],
  ['IsConfigMapKey', isConfigMapKey],
  ['IsDNS1035Label', isDns1035Label],
  ['IsDNS1123Label', isDns1123Label],
  ['IsDNS1123Subdomain', isDns1123Subdomain],
  ['IsDNS1123SubdomainCaseless', isDns1123SubdomainCaseless],
  ['IsDNS1123SubdomainWithUnderscore', isDns1123SubdomainWithUnderscore],
  ['IsEnvVarName', isEnvVarName],
  ['IsHTTPHeaderName', isHttpHeaderName],
  ['IsLabelKey', isQualifiedName],
  ['IsLabelValue', isValidLabelValue],
  ['IsQualifiedName', isQualifiedName],
  ['IsRelaxedEnvVarName', isRelaxedEnvVarName],
  ['IsValidLabelValue', isValidLabelValue],
  ['IsValidPercent', isValidPercent],
  ['IsValidPortName', isValidPortName],
  ['IsWildcardDNS1123Subdomain', isWildcardDns1123Subdomain],
]);

function checkName(row: Readonly<Record<string, unknown>>): void {
  const check = checks.get(String(row['fn']));
  assert.ok(check, `no function ${row['fn']}`);
  assert.deepEqual(check(String(row['value'])), row['errors'] ?? []);
}

export const tables: readonly ConformanceTable[] = [
  defineTable({ name: 'apimachinery/name-validation', check: checkName }),
  defineTable({ name: 'crd/name-validation', check: checkName }),
];

import { type JsonValue, quoteGo } from '@flux19/objects';
import type { SchemaNode } from '../schema/schema-node.ts';
import type { Old } from './correlation.ts';
import type { Findings } from './findings.ts';
import { reportWhole } from './messages.ts';

/** Checks one alternative; given by the caller, since alternatives are checked as any value is. */
export type CheckNode = (value: JsonValue, node: SchemaNode, old: Old, findings: Findings) => void;

/** Checks `anyOf`, `oneOf`, `allOf` and `not`. */
export function checkCombinators(
  value: JsonValue,
  node: SchemaNode,
  old: Old,
  findings: Findings,
  check: CheckNode,
): void {
  if (node.anyOf.length > 0) checkAnyOf(value, node, old, findings, check);
  if (node.oneOf.length > 0) checkOneOf(value, node, old, findings, check);
  if (node.allOf.length > 0) checkAllOf(value, node, old, findings, check);
  if (node.not !== undefined && attempt(value, node.not, old, findings, check).failures === 0) {
    reportWhole(findings, (name) => `${quoteGo(name)} must not validate the schema (not)`);
  }
}

interface Attempt {
  readonly node: SchemaNode;
  readonly failures: number;
  readonly matches: number;
}

/** Checks an alternative without reporting anything. */
function attempt(value: JsonValue, node: SchemaNode, old: Old, findings: Findings, check: CheckNode): Attempt {
  const { failures, matches } = findings;
  findings.quiet++;
  check(value, node, old, findings);
  findings.quiet--;
  const result = { node, failures: findings.failures - failures, matches: findings.matches - matches };
  findings.failures = failures;
  findings.matches = matches;
  return result;
}

function checkAnyOf(value: JsonValue, node: SchemaNode, old: Old, findings: Findings, check: CheckNode): void {
  const attempts: Attempt[] = [];
  for (const alternative of node.anyOf) {
    const result = attempt(value, alternative, old, findings, check);
    if (result.failures === 0) {
      findings.matches += result.matches;
      return;
    }
    attempts.push(result);
  }
  reportWhole(findings, (name) => `${quoteGo(name)} must validate at least one schema (anyOf)`);
  reportClosest(attempts, value, old, findings, check);
}

function checkOneOf(value: JsonValue, node: SchemaNode, old: Old, findings: Findings, check: CheckNode): void {
  const attempts = node.oneOf.map((alternative) => attempt(value, alternative, old, findings, check));
  const passed = attempts.filter((result) => result.failures === 0);
  const [first] = passed;
  if (passed.length === 1 && first !== undefined) {
    findings.matches += first.matches;
    return;
  }
  const found = passed.length === 0 ? 'Found none valid' : `Found ${passed.length} valid alternatives`;
  reportWhole(findings, (name) => `${quoteGo(name)} must validate one and only one schema (oneOf). ${found}`);
  // Flux: failures after the last alternative that fits are shown by kube-openapi only when none fits.
  if (passed.length === 0) reportClosest(attempts, value, old, findings, check);
}

/** Shows why the alternative with the most passed checks failed. */
function reportClosest(
  attempts: readonly Attempt[],
  value: JsonValue,
  old: Old,
  findings: Findings,
  check: CheckNode,
): void {
  let best: Attempt | undefined;
  for (const result of attempts) if (best === undefined || result.matches > best.matches) best = result;
  if (best !== undefined) check(value, best.node, old, findings);
}

function checkAllOf(value: JsonValue, node: SchemaNode, old: Old, findings: Findings, check: CheckNode): void {
  let passed = 0;
  for (const part of node.allOf) {
    const before = findings.failures;
    check(value, part, old, findings);
    if (findings.failures === before) passed++;
  }
  if (passed === node.allOf.length) return;
  const none = passed === 0 ? '. None validated' : '';
  reportWhole(findings, (name) => `${quoteGo(name)} must validate all the schemas (allOf)${none}`);
}

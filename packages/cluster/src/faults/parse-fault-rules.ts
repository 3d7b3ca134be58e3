import type { Fault } from '@flux19/apiserver';
import { isJsonObject } from '@flux19/objects';
import type { FaultMatch, FaultRule } from './fault-rule.ts';

/** What is wrong with a rule: where, and why. */
export interface FaultFinding {
  /** `faults[0].match.verbs` */
  readonly field: string;
  readonly why: string;
}

/** Rules for faults that cannot be used; none of them is in force. */
export class FaultRuleError extends Error {
  override readonly name = 'FaultRuleError';
  readonly findings: readonly FaultFinding[];

  constructor(findings: readonly FaultFinding[]) {
    super(findings.map(({ field, why }) => `${field}: ${why}`).join('; '));
    this.findings = findings;
  }
}

interface IntegerField {
  readonly least: number;
  readonly most: number;
  readonly isOptional?: boolean;
}

type FieldRule = IntegerField | 'optional text';

const code: IntegerField = { least: 400, most: 599 };
const count: IntegerField = { least: 0, most: 2 ** 31 - 1 };
const optionalCount: IntegerField = { ...count, isOptional: true };

/** Fields of each kind of fault. */
const faultFields: Readonly<Record<Fault['kind'], Readonly<Record<string, FieldRule>>>> = {
  status: { code, reason: 'optional text', message: 'optional text', retryAfterSeconds: optionalCount },
  delay: { ms: count },
  truncate: { afterBytes: count },
  stall: { afterBytes: count, ms: optionalCount },
  dropWatch: { afterEvents: count },
  expireWatch: { afterEvents: count },
  reset: {},
  loseAnswer: { code: { ...code, isOptional: true } },
  restart: { downMs: optionalCount },
};

const matchFields: readonly (keyof FaultMatch)[] = [
  'verbs',
  'groups',
  'resources',
  'kinds',
  'subresources',
  'namespaces',
  'names',
  'users',
  'userAgents',
  'paths',
];

const ruleFields = ['name', 'match', 'probability', 'seed', 'skip', 'times', 'fault'];

/** Reads rules from outside: one rule, a list of them, or a list under `faults`. Throws FaultRuleError. */
export function parseFaultRules(value: unknown): readonly FaultRule[] {
  const findings: FaultFinding[] = [];
  const rules = Array.isArray(value) ? value : isJsonObject(value) && 'faults' in value ? value['faults'] : [value];
  if (!Array.isArray(rules)) throw new FaultRuleError([{ field: 'faults', why: 'must be a list' }]);
  for (const [n, rule] of rules.entries()) checkRule(rule, `faults[${n}]`, findings);
  if (findings.length > 0) throw new FaultRuleError(findings);
  return rules as FaultRule[];
}

function checkRule(rule: unknown, field: string, findings: FaultFinding[]): void {
  if (!isJsonObject(rule)) {
    findings.push({ field, why: 'must be a map with the key "fault"' });
    return;
  }
  checkKeys(rule, ruleFields, field, findings);
  if (rule['name'] !== undefined && !isRuleName(rule['name'])) {
    findings.push({ field: `${field}.name`, why: 'must be 1 to 63 letters, digits, "-", "_" or "."' });
  }
  const { probability } = rule;
  if (probability !== undefined && !(typeof probability === 'number' && probability >= 0 && probability <= 1)) {
    findings.push({ field: `${field}.probability`, why: 'must be a number from 0 to 1' });
  }
  for (const name of ['seed', 'skip', 'times']) checkField(rule[name], optionalCount, `${field}.${name}`, findings);
  if (rule['match'] !== undefined) checkMatch(rule['match'], `${field}.match`, findings);
  checkFault(rule['fault'], `${field}.fault`, findings);
}

function isRuleName(value: unknown): boolean {
  return typeof value === 'string' && /^[\w.-]{1,63}$/.test(value) && value !== '.' && value !== '..';
}

function checkMatch(match: unknown, field: string, findings: FaultFinding[]): void {
  if (!isJsonObject(match)) {
    findings.push({ field, why: 'must be a map' });
    return;
  }
  checkKeys(match, matchFields, field, findings);
  for (const name of matchFields) {
    const list = match[name];
    const isTexts = Array.isArray(list) && list.length > 0 && list.every((entry) => typeof entry === 'string');
    if (list !== undefined && !isTexts) findings.push({ field: `${field}.${name}`, why: 'must be a list of texts' });
  }
}

function checkFault(fault: unknown, field: string, findings: FaultFinding[]): void {
  const kind = isJsonObject(fault) ? fault['kind'] : undefined;
  const kinds = Object.keys(faultFields);
  if (!isJsonObject(fault) || typeof kind !== 'string' || !kinds.includes(kind)) {
    findings.push({ field: `${field}.kind`, why: `must be one of ${kinds.join(', ')}` });
    return;
  }
  const fields = faultFields[kind as Fault['kind']];
  checkKeys(fault, ['kind', ...Object.keys(fields)], field, findings);
  for (const [name, rule] of Object.entries(fields)) checkField(fault[name], rule, `${field}.${name}`, findings);
}

function checkKeys(value: object, known: readonly string[], field: string, findings: FaultFinding[]): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key))
      findings.push({ field: `${field}.${key}`, why: `is not known; known are ${known.join(', ')}` });
  }
}

function checkField(value: unknown, rule: FieldRule, field: string, findings: FaultFinding[]): void {
  if (rule === 'optional text') {
    if (value !== undefined && typeof value !== 'string') findings.push({ field, why: 'must be a text' });
    return;
  }
  if (value === undefined && rule.isOptional === true) return;
  const isValid = typeof value === 'number' && Number.isInteger(value) && value >= rule.least && value <= rule.most;
  if (!isValid) findings.push({ field, why: `must be an integer from ${rule.least} to ${rule.most}` });
}

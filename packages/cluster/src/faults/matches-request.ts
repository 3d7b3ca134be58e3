import type { FaultRequest } from '@flux19/apiserver';
import { controlPlaneUser } from '../control/control-plane-user.ts';
import type { FaultMatch, FaultRule } from './fault-rule.ts';

/** Whether a rule is about a request, its counts and probability aside. */
export function matchesRequest({ match = {}, fault }: FaultRule, request: FaultRequest): boolean {
  const isForWatches = fault.kind === 'dropWatch' || fault.kind === 'expireWatch';
  if (isForWatches && request.verb !== 'watch') return false;
  if (match.users === undefined && request.user.name === controlPlaneUser.name) return false;
  return Object.entries(valuesOf(request)).every(([name, values]) => isIn(match[name as keyof FaultMatch], values));
}

function valuesOf(request: FaultRequest): Readonly<Record<keyof FaultMatch, readonly string[]>> {
  const { verb, group, resource, subresource, namespace, name, objectKind, user, userAgent, path } = request;
  return {
    verbs: [verb],
    groups: request.isResourceRequest ? [group] : [],
    resources: resource === '' ? [] : [resource, `${resource}.${group}`],
    kinds: objectKind === '' ? [] : [objectKind],
    subresources: request.isResourceRequest ? [subresource] : [],
    namespaces: namespace === '' ? [] : [namespace],
    names: name === '' ? [] : [name],
    users: [user.name],
    userAgents: [userAgent],
    paths: [path],
  };
}

function isIn(patterns: readonly string[] | undefined, values: readonly string[]): boolean {
  return patterns === undefined || patterns.some((pattern) => values.some((value) => matchesPattern(pattern, value)));
}

/** `*` stands for any text. Takes time in proportion to the lengths, whatever the pattern. */
export function matchesPattern(pattern: string, value: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  if (last === undefined) return pattern === value;
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts) {
    const found = value.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= value.length - last.length;
}

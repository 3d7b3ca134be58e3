import type { OidcProvider, Receiver } from '@flux19/api';
import { ExpressionError } from '../../cel/expression-error.ts';
import { compileOidcProvider } from '../oidc/oidc-rules.ts';
import { compileFilter } from '../resource-filter.ts';

/** Why a Receiver can't work before its spec changes. */
export interface ReceiverProblem {
  readonly reason: 'InvalidCELExpression' | 'ValidationFailed';
  readonly message: string;
}

/** What is wrong with the spec of a Receiver; undefined when nothing is. */
export function validateReceiver(receiver: Receiver): ReceiverProblem | undefined {
  const expressions = filterProblem(receiver);
  if (expressions !== undefined) return { reason: 'InvalidCELExpression', message: expressions };
  const fields = specProblem(receiver) ?? providersProblem(receiver.spec.oidcProviders ?? []);
  if (fields !== undefined) return { reason: 'ValidationFailed', message: fields };
  const rules = rulesProblem(receiver.spec.oidcProviders ?? []);
  return rules === undefined ? undefined : { reason: 'InvalidCELExpression', message: rules };
}

function filterProblem(receiver: Receiver): string | undefined {
  const { resourceFilter = '', resources } = receiver.spec;
  const common = resourceFilter === '' ? undefined : problemOf(() => compileFilter(resourceFilter, receiver));
  if (common !== undefined) return `invalid resourceFilter expression: ${common}`;
  for (const [index, { filter = '', kind, name }] of resources.entries()) {
    const own = filter === '' ? undefined : problemOf(() => compileFilter(filter, receiver));
    if (own === undefined) continue;
    return `invalid filter expression for resources[${index}] (kind=${JSON.stringify(kind)}, name=${JSON.stringify(name)}): ${own}`;
  }
  return undefined;
}

/** Rules between fields, which the schema has too where the API server knows them. */
function specProblem({ spec }: Receiver): string | undefined {
  const isOidc = spec.type === 'generic-oidc';
  const hasProviders = (spec.oidcProviders ?? []).length > 0;
  if (isOidc && !hasProviders) return 'generic-oidc receiver requires at least one oidcProvider';
  if (!isOidc && hasProviders) return 'oidcProviders can only be set when type is generic-oidc';
  if (isOidc && spec.secretRef !== undefined) return 'secretRef cannot be set when type is generic-oidc';
  if (!isOidc && spec.secretRef === undefined) return 'secretRef is required when type is not generic-oidc';
  return undefined;
}

function providersProblem(providers: readonly OidcProvider[]): string | undefined {
  const seen = new Set<string>();
  for (const [index, provider] of providers.entries()) {
    const { issuerURL = '' } = provider;
    const at = `oidcProviders[${index}]`;
    if (issuerURL === '') return `${at}: issuerURL is required`;
    if (!/^https?:\/\//.test(issuerURL)) {
      return `${at}: issuerURL ${JSON.stringify(issuerURL)} must start with http:// or https://`;
    }
    if (seen.has(issuerURL)) return `${at}: duplicate issuerURL ${JSON.stringify(issuerURL)}`;
    seen.add(issuerURL);
    const inside = providerProblem(provider);
    if (inside !== undefined) return `${at} (issuerURL=${JSON.stringify(issuerURL)}): ${inside}`;
  }
  return undefined;
}

function providerProblem({ variables = [], validations = [] }: OidcProvider): string | undefined {
  if (validations.length === 0) {
    return 'at least one validation is required; without validations any caller able to obtain a token from this issuer can trigger the Receiver';
  }
  for (const [index, { name, expression }] of variables.entries()) {
    if (!name) return `variables[${index}]: name is required`;
    if (!expression) return `variables[${index}] (name=${JSON.stringify(name)}): expression is required`;
  }
  for (const [index, { expression, message }] of validations.entries()) {
    if (!expression) return `validations[${index}]: expression is required`;
    if (!message) return `validations[${index}]: message is required`;
  }
  return undefined;
}

function rulesProblem(providers: readonly OidcProvider[]): string | undefined {
  for (const [index, provider] of providers.entries()) {
    const problem = problemOf(() => compileOidcProvider(provider));
    if (problem !== undefined)
      return `oidcProviders[${index}] (issuerURL=${JSON.stringify(provider.issuerURL)}): ${problem}`;
  }
  return undefined;
}

function problemOf(compile: () => unknown): string | undefined {
  try {
    compile();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ExpressionError) return thrown.message;
    throw thrown;
  }
}

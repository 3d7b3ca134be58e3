import { builtins } from './builtins/builtins.ts';
import { Budget, defaultLimits, type TemplateLimits } from './exec/budget.ts';
import { evaluateOperand } from './exec/evaluate.ts';
import { executeTree } from './exec/execute.ts';
import type { Execution, MissingKey, Tree } from './exec/execution.ts';
import { isEmpty, parseTemplate } from './parse/parse-template.ts';
import { TemplateError } from './template-error.ts';
import type { GoFunction, GoValue } from './values/go-value.ts';

/** How templates are read and run. */
export interface TemplateOptions {
  /** Besides those that every template has; one of the same name is preferred. */
  readonly functions?: ReadonlyMap<string, GoFunction>;
  /** Go's option `missingkey`: what a key that a map does not have gives. */
  readonly missingKey?: MissingKey;
  readonly limits?: Partial<TemplateLimits>;
  /** Milliseconds of any clock that only goes forward, for the limit of time; `performance.now` when absent. */
  readonly now?: () => number;
}

/** Templates that know each other by name, as Go's text/template has them. */
export class TemplateSet {
  readonly #options: TemplateOptions;
  readonly #functions: ReadonlyMap<string, GoFunction>;
  readonly #trees = new Map<string, Tree>();

  constructor(options: TemplateOptions = {}) {
    this.#options = options;
    this.#functions = new Map([...builtins, ...(options.functions ?? [])]);
  }

  /** Names of the templates, those that others define included. */
  get names(): readonly string[] {
    return [...this.#trees.keys()];
  }

  has(name: string): boolean {
    return this.#trees.has(name);
  }

  /** Reads a template and those that it defines; later ones replace earlier ones unless they are empty. Throws {@link TemplateError}. */
  parse(name: string, text: string): void {
    const source = { name, text };
    for (const [defined, list] of parseTemplate(name, text, (each) => this.#functions.has(each))) {
      if (!this.#trees.has(defined) || !isEmpty(list)) this.#trees.set(defined, { source, list });
    }
  }

  /** What a template makes of its data. Throws {@link TemplateError}, also when it uses up more than the limits allow. */
  execute(name: string, data: GoValue): string {
    const tree = this.#trees.get(name);
    if (tree === undefined) throw new TemplateError(`template: no template ${JSON.stringify(name)} associated`);
    const { limits, missingKey = 'default', now = () => performance.now() } = this.#options;
    const budget = new Budget(name, { ...defaultLimits, ...limits }, now);
    const run: Execution = {
      name,
      tree,
      node: tree.list,
      trees: this.#trees,
      functions: this.#functions,
      missingKey,
      budget,
      meter: budget,
      evaluate: evaluateOperand,
      variables: [{ name: '$', value: data }],
      depth: 0,
    };
    const out: string[] = [];
    executeTree(run, data, out);
    return out.join('');
  }
}

/** Reads and runs one template. Throws {@link TemplateError}. */
export function renderTemplate(name: string, text: string, data: GoValue, options: TemplateOptions = {}): string {
  const templates = new TemplateSet(options);
  templates.parse(name, text);
  return templates.execute(name, data);
}

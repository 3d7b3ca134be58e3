import type { LabelSelector } from './label-selector.ts';

/** `metadata.labelSelector` of many kinds. */
export interface LabelSelectorObject {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** Reads `a=b,c in (d,e),!f`. Throws SelectorError. */
export function parseLabelSelector(_text: string): LabelSelector {
  throw new Error('soon');
}

/** The canonical text. */
export function formatLabelSelector(_selector: LabelSelector): string {
  throw new Error('soon');
}

/** Whether all requirements hold. */
export function matchesLabels(
  _selector: LabelSelector,
  _labels: Readonly<Record<string, string>> | undefined,
): boolean {
  throw new Error('soon');
}

/** Reads a selector object; undefined selects nothing, an empty one everything. Throws SelectorError. */
export function labelSelectorFromObject(_selector: LabelSelectorObject | undefined): LabelSelector {
  throw new Error('soon');
}

/** One demand on a field of an object. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** All requirements have to hold. */
export interface FieldSelector {
  readonly requirements: readonly FieldRequirement[];
}

/** Reads `metadata.name=web,status.phase!=Running`. Throws SelectorError. */
export function parseFieldSelector(_text: string): FieldSelector {
  throw new Error('soon');
}

/** The canonical text, values escaped. */
export function formatFieldSelector(_selector: FieldSelector): string {
  throw new Error('soon');
}

/** Whether all requirements hold; `valueOf` gives a field's text, '' when absent. */
export function matchesFields(_selector: FieldSelector, _valueOf: (field: string) => string): boolean {
  throw new Error('soon');
}

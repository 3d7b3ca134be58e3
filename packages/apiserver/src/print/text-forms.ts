// Texts that several kinds show in a cell.
import {
  formatLabelSelector,
  type JsonObject,
  type LabelSelectorObject,
  labelSelectorFromObject,
  SelectorError,
} from '@flux19/objects';
import { objectField, objectsField, textField } from '../json/fields.ts';
import type { CellColumn } from './column-printer.ts';
import { text, wide } from './column-printer.ts';

export const none = '<none>';

/** Labels or a selector of plain labels: `a=b,c=d`. */
export function formatLabels(labels: JsonObject | undefined): string {
  const entries = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return entries.length === 0 ? none : entries.sort().join(',');
}

/** A selector of labels and expressions. */
export function formatSelector(selector: JsonObject | undefined): string {
  if (selector === undefined) return none;
  try {
    const formatted = formatLabelSelector(labelSelectorFromObject(selector as LabelSelectorObject));
    return formatted === '' ? none : formatted;
  } catch (thrown) {
    if (thrown instanceof SelectorError) return '<error>';
    throw thrown;
  }
}

/** Names and images of a template's containers, for `-o wide`. */
export function containerColumns(template: (object: JsonObject) => JsonObject | undefined): CellColumn[] {
  const containers = (object: JsonObject) => objectsField(objectField(template(object), 'spec'), 'containers');
  return [
    wide(
      text('Containers', (object) =>
        containers(object)
          .map((one) => textField(one, 'name'))
          .join(','),
      ),
    ),
    wide(
      text('Images', (object) =>
        containers(object)
          .map((one) => textField(one, 'image'))
          .join(','),
      ),
    ),
  ];
}

/** The template of a workload's pods. */
export function podTemplate(object: JsonObject): JsonObject | undefined {
  return objectField(objectField(object, 'spec'), 'template');
}

/** The selector of a workload. */
export const selectorColumn: CellColumn = wide(
  text('Selector', (object) => formatSelector(objectField(objectField(object, 'spec'), 'selector'))),
);

const accessModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

export function formatAccessModes(modes: readonly string[]): string {
  return Object.entries(accessModes)
    .filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}

/** The first items of a list, and how many more there are. */
export function firstOf(items: readonly string[], limit: number, separator = ','): string {
  const shown = items.slice(0, limit).join(separator);
  return items.length > limit ? `${shown} + ${items.length - limit} more...` : shown;
}

import {
  type FieldSelector,
  type LabelSelector,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
  SelectorError,
} from '@flux19/objects';
import { badRequest } from '../errors/api-errors.ts';
import { asJson, fieldAt } from '../json/fields.ts';
import type { Target } from '../registry/served-resource.ts';
import type { Entry } from '../store/entry.ts';

/** Which objects a list or watch is about. */
export interface Selection {
  readonly labels: LabelSelector;
  readonly fields: FieldSelector;
  /** Neither labels nor fields limit anything. */
  readonly isEverything: boolean;
  matches(entry: Entry): boolean;
}

/** Reads the selectors of a query. Throws StatusError 400 for what cannot be read or selected. */
export function readSelection(query: URLSearchParams, target: Target): Selection {
  const labels = parse(() => parseLabelSelector(query.get('labelSelector') ?? ''));
  const parsed = parse(() => parseFieldSelector(query.get('fieldSelector') ?? ''));
  const fields = { requirements: parsed.requirements.map((one) => ({ ...one, field: knownField(one.field, target) })) };
  const isEverything = labels.requirements.length === 0 && fields.requirements.length === 0;
  return {
    labels,
    fields,
    isEverything,
    matches: (entry) =>
      isEverything ||
      (matchesLabels(labels, entry.object.metadata.labels) &&
        matchesFields(fields, (field) => fieldText(entry, field, target))),
  };
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof SelectorError) throw badRequest(thrown.message);
    throw thrown;
  }
}

const commonFields: ReadonlySet<string> = new Set(['metadata.name', 'metadata.namespace']);

/** The name under which a field is looked up. Throws StatusError 400 when the kind cannot select by it. */
function knownField(field: string, { resource, version }: Target): string {
  if (commonFields.has(field)) return field;
  const { rules } = resource;
  const alias = rules.fieldAliases?.[field];
  if (alias !== undefined) return alias;
  if (version.selectableFields.has(field)) return field;
  const isHidden = rules.hiddenFields?.includes(field) === true;
  if (!isHidden && rules.selectableFields !== undefined && Object.hasOwn(rules.selectableFields({}), field))
    return field;
  if (rules.unknownField !== undefined) throw badRequest(rules.unknownField(field));
  if (resource.isCustom || rules.selectableFields !== undefined)
    throw badRequest(`field label not supported: ${field}`);
  const known = '"metadata.name", "metadata.namespace"';
  throw badRequest(`${JSON.stringify(field)} is not a known field selector: only ${known}`);
}

function fieldText(entry: Entry, field: string, { resource, version }: Target): string {
  if (field === 'metadata.name') return entry.name;
  if (field === 'metadata.namespace') return entry.namespace;
  const path = version.selectableFields.get(field);
  if (path !== undefined) {
    const value = fieldAt(asJson(entry.object), path);
    return value === undefined || value === null ? '' : String(value);
  }
  const fields = entry.derived(
    'selectable fields',
    () => resource.rules.selectableFields?.(asJson(entry.object)) ?? {},
  );
  return fields[field] ?? '';
}

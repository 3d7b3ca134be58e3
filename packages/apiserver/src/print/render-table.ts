import type { KubeObject, ObjectMeta } from '@flux19/objects';
import { badRequest } from '../errors/api-errors.ts';
import type { Conversion } from '../http/media-types.ts';
import { isQueryTrue } from '../http/request-info.ts';
import type { Column } from '../kinds/kind-rules.ts';
import { inVersion, type Target } from '../registry/served-resource.ts';
import type { Entry } from '../store/entry.ts';
import { defaultPrinter } from './default-printer.ts';
import { innerMetadata } from './inner-metadata.ts';

export interface TableOptions {
  readonly meta: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly query: URLSearchParams;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly conversion: Conversion | undefined;
}

interface ColumnDefinition extends Required<Column> {}

interface Row {
  readonly cells: readonly (string | number | boolean | null)[];
  readonly object: unknown;
}

/** Objects as kubectl prints them: https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: string;
  readonly metadata: TableOptions['meta'];
  readonly columnDefinitions: readonly ColumnDefinition[] | null;
  readonly rows: readonly Row[];
}

/** Prints entries as rows of a Table. Throws StatusError 400 for an option that there is not. */
export function renderTable(target: Target, entries: readonly Entry[], options: TableOptions): Table {
  const { conversion, query, meta, now } = options;
  const printer = target.version.printer ?? defaultPrinter;
  const version = conversion?.version ?? 'v1';
  const include = includedObject(query);
  const hasHeaders = !isQueryTrue(query.get('noHeaders'));
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: meta,
    columnDefinitions: hasHeaders ? printer.columns.map(definition) : [],
    rows: entries.map((entry) => {
      const object = inVersion(target.resource, entry.object, target.version.apiVersion);
      return { cells: printer.cells(object, now), object: include(object, version) };
    }),
  };
}

function includedObject(query: URLSearchParams): (object: KubeObject, version: string) => unknown {
  const include = query.get('includeObject') ?? '';
  switch (include) {
    case 'Object':
      return (object) => object;
    case 'None':
      return () => null;
    case '':
    case 'Metadata':
      return ({ metadata }, version) => partial(metadata, version);
    default: {
      const text = `includeObject: Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`;
      throw badRequest(`Unable to convert to Table as requested: ${text}`);
    }
  }
}

function partial(metadata: ObjectMeta, version: string): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: innerMetadata(metadata) };
}

function definition({ name, type, format = '', description = '', priority = 0 }: Column): ColumnDefinition {
  return { name, type, format, description, priority };
}

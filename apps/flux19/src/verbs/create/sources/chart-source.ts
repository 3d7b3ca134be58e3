import { parseObjectName } from '../../../program/object-name.ts';
import { invalidArgument } from '../../../program/option-parsers.ts';

/** Where a chart is found. */
export interface ChartSource {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

const kinds = ['HelmRepository', 'GitRepository', 'Bucket'];

/** Reads `<kind>/<name>` or, for sources that may lie elsewhere, `<kind>/<name>.<namespace>`. Throws CliError. */
export function parseChartSource({ isLocal }: { readonly isLocal: boolean }): (text: string) => ChartSource {
  const format = isLocal ? '<kind>/<name>' : '<kind>/<name>.<namespace>';
  return (text) => {
    if (text.trim() === '') {
      const what = `source that contains the chart in the format '${format}', where kind must be one of: (${kinds.join(', ')})`;
      throw invalidArgument('source', text, `no helm chart source given, please specify ${what}`);
    }
    const source = isLocal ? splitLocal(text) : parseObjectName(text);
    if (source.kind === '' || source.name === '') {
      throw invalidArgument('source', text, `invalid helm chart source '${text}', must be in format <kind>/<name>`);
    }
    const kind = kinds.find((candidate) => candidate.toLowerCase() === source.kind.toLowerCase());
    if (kind === undefined) {
      const why = `source kind '${source.kind}' is not supported, must be one of: ${kinds.join(', ')}`;
      throw invalidArgument('source', text, why);
    }
    return { kind, name: source.name, ...(source.namespace === '' ? {} : { namespace: source.namespace }) };
  };
}

function splitLocal(text: string): { readonly kind: string; readonly name: string; readonly namespace: string } {
  const parts = text.split('/');
  const [kind = '', name = ''] = parts.length === 2 ? parts : ['', text];
  return { kind, name, namespace: '' };
}

import { KustomizeError } from '../engine/kustomize-error.ts';
import { readDocument } from '../reading/read-document.ts';
import { SyntaxProblem } from '../reading/syntax-error.ts';
import { isFields, type Value } from '../values/value.ts';
import { DecodeError, decode } from './decode.ts';
import type { GeneratorArgs, Kustomization } from './kustomization.ts';
import { kustomizationShape } from './shape.ts';

export interface ParsedKustomization {
  readonly kustomization: Kustomization;
  /** Notes on deprecated fields, as kustomize writes them to standard error. */
  readonly warnings: readonly string[];
}

interface Raw extends Omit<Kustomization, 'apiVersion' | 'kind'> {
  apiVersion?: string;
  kind?: string;
  metadata?: unknown;
  bases?: readonly string[];
  imageTags?: Kustomization['images'];
  helmChartInflationGenerator?: readonly unknown[];
}

const edit = "Run 'kustomize edit fix' to update your Kustomization automatically.";
const deprecated: readonly (readonly [keyof Raw, string])[] = [
  ['bases', `# Warning: 'bases' is deprecated. Please use 'resources' instead. ${edit}`],
  ['commonLabels', `# Warning: 'commonLabels' is deprecated. Please use 'labels' instead. ${edit}`],
  ['imageTags', `# Warning: 'imageTags' is deprecated. Please use 'images' instead. ${edit}`],
  ['patchesJson6902', `# Warning: 'patchesJson6902' is deprecated. Please use 'patches' instead. ${edit}`],
  ['patchesStrategicMerge', `# Warning: 'patchesStrategicMerge' is deprecated. Please use 'patches' instead. ${edit}`],
  ['vars', `# Warning: 'vars' is deprecated. Please use 'replacements' instead. [EXPERIMENTAL] ${edit}`],
];

/** Reads the text of a kustomization file. `folder` only appears in messages. Throws KustomizeError. */
export function parseKustomization(text: string, file: string, folder: string): ParsedKustomization {
  return checkKustomization(readRaw(text, file), file, folder);
}

/** Checks a kustomization given as a value. */
export function checkKustomization(value: Value, file: string, folder: string): ParsedKustomization {
  const raw = decodeRaw(value, file);
  const warnings = deprecated.filter(([field]) => raw[field] !== undefined).map(([, text]) => text);
  const { apiVersion, kind, ...rest } = raw;
  if (Object.values(rest).every(isZero)) {
    throw new KustomizeError('kustomization.yaml is empty', { reason: 'EmptyKustomization', file });
  }
  const kustomization = fixKustomization(raw);
  const wanted =
    kustomization.kind === 'Component' ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1';
  const faults: string[] = [];
  if (!['Kustomization', 'Component'].includes(kustomization.kind)) {
    faults.push('kind should be Kustomization or Component');
  }
  if (kustomization.apiVersion !== wanted) faults.push(`apiVersion for ${kustomization.kind} should be ${wanted}`);
  if (faults.length > 0) {
    throw new KustomizeError(`Failed to read kustomization file under ${folder}:\n${faults.join('\n')}`, {
      reason: 'InvalidKustomization',
      file,
    });
  }
  return { kustomization, warnings };
}

function readRaw(text: string, file: string): Value {
  try {
    return readDocument(text.replaceAll('\r\n', '\n'), 'sigs')?.value ?? {};
  } catch (cause) {
    if (!(cause instanceof SyntaxProblem)) throw cause;
    throw new KustomizeError(`invalid Kustomization: yaml: line ${cause.line}: ${cause.message}`, {
      reason: 'InvalidKustomization',
      file,
      line: cause.line,
      cause,
    });
  }
}

function decodeRaw(value: Value, file: string): Raw {
  try {
    return (decode(isFields(value) || value !== null ? value : {}, kustomizationShape, {
      strict: true,
      name: 'Kustomization',
    }) ?? {}) as Raw;
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new KustomizeError(`invalid Kustomization: ${cause.message}`, {
      reason: 'InvalidKustomization',
      file,
      field: cause.path,
      cause,
    });
  }
}

function fixKustomization(raw: Raw): Kustomization {
  const { bases, imageTags, helmChartInflationGenerator, metadata: _metadata, ...rest } = raw;
  const kind = raw.kind || 'Kustomization';
  const fallback = kind === 'Component' ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1';
  return {
    ...rest,
    kind,
    apiVersion: raw.apiVersion || fallback,
    resources: [...(raw.resources ?? []), ...(bases ?? [])],
    images: [...(raw.images ?? []), ...(imageTags ?? [])],
    helmCharts: [...(raw.helmCharts ?? []), ...(helmChartInflationGenerator ?? [])],
    configMapGenerator: raw.configMapGenerator?.map(fixGenerator),
    secretGenerator: raw.secretGenerator?.map(fixGenerator),
  };
}

function fixGenerator(args: GeneratorArgs): GeneratorArgs {
  return args.env ? { ...args, envs: [...(args.envs ?? []), args.env], env: '' } : args;
}

/** True for what Go leaves at its zero value; an empty list or map is not. */
function isZero(value: unknown): boolean {
  return value === undefined || value === '' || value === false || value === 0;
}

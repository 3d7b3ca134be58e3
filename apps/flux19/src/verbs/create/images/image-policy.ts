import type { JsonObject } from '@flux19/objects';
import { imagePolicy } from '../../../kinds/image-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { durationText, isMissing, present } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import type { KindVerb, SpecScene } from '../kind-verb.ts';
import { checkTagFilter } from './extract-template.ts';

interface Flags extends CreateOptions {
  readonly imageRef?: string;
  readonly selectSemver?: string;
  readonly selectAlpha?: string;
  readonly selectNumeric?: string;
  readonly filterRegex?: string;
  readonly filterExtract?: string;
  readonly reflectDigest?: string;
}

/** `create image policy`: which tag of a repository is the one to run. */
export const imagePolicyVerb: KindVerb<Flags> = {
  kind: imagePolicy,
  description: 'Create or update an ImagePolicy object',
  title: 'ImagePolicy',
  generating: 'told',
  addOptions: (command) => {
    command
      .option('--image-ref <name>', 'the name of an image repository object')
      .option('--select-semver <range>', "a semver range to apply to tags; e.g., '1.x'")
      .option('--select-alpha <order>', 'alphabetical order: "asc" selects the last, "desc" the first')
      .option('--select-numeric <order>', 'numerical order: "asc" selects the last, "desc" the first')
      .option('--filter-regex <pattern>', 'regular expression pattern used to filter the image tags')
      .option('--filter-extract <template>', 'what to sort by, with capture groups of --filter-regex')
      .option('--reflect-digest <policy>', 'digest reflection policy: Never, IfNotPresent or Always');
  },
  spec: (flags, scene) => {
    const { imageRef = '', reflectDigest } = flags;
    if (isMissing(imageRef)) {
      throw new CliError('the name of an ImageRepository in the namespace is required (--image-ref)');
    }
    return {
      imageRepositoryRef: { name: imageRef },
      policy: policyOf(flags),
      ...present('filterTags', filterOf(flags)),
      ...present('digestReflectionPolicy', reflectionOf(reflectDigest)),
      ...present('interval', intervalOf(flags, scene)),
    };
  },
  success: () => ['ImagePolicy reconciliation completed'],
};

function policyOf({ selectSemver = '', selectAlpha = '', selectNumeric = '' }: Flags): JsonObject {
  const given = [selectSemver, selectAlpha, selectNumeric].filter((flag) => flag !== '');
  if (given.length > 1) {
    throw new CliError('only one of --select-semver, --select-alpha or --select-numeric can be specified');
  }
  if (selectSemver !== '') return { semver: { range: selectSemver } };
  if (selectAlpha !== '') return { alphabetical: { order: orderOf('select-alpha', selectAlpha) } };
  if (selectNumeric !== '') return { numerical: { order: orderOf('select-numeric', selectNumeric) } };
  throw new CliError('a policy must be provided with either --select-semver or --select-alpha');
}

function orderOf(flag: string, order: string): string {
  if (order === 'asc' || order === 'desc') return order;
  throw new CliError(`--${flag} must be one of ["asc", "desc"]`);
}

function filterOf({ filterRegex = '', filterExtract = '' }: Flags): JsonObject | undefined {
  if (filterRegex === '' && filterExtract === '') return undefined;
  if (filterRegex === '') throw new CliError('cannot specify --filter-extract without specifying --filter-regex');
  checkTagFilter(filterRegex, filterExtract);
  return { pattern: filterRegex, ...present('extract', filterExtract) };
}

function reflectionOf(policy: string | undefined): string | undefined {
  if (policy === undefined || ['', 'Never', 'IfNotPresent', 'Always'].includes(policy)) return policy;
  throw new CliError("invalid value for --reflect-digest, must be one of 'Never', 'IfNotPresent', 'Always'");
}

/** The interval of a policy looks for new digests; the default of `--interval` is meant for sources. */
function intervalOf({ interval, reflectDigest }: Flags, { isGiven }: SpecScene): string | undefined {
  if (!isGiven('interval')) return undefined;
  if (reflectDigest === 'Always') return durationText(interval);
  throw new CliError(
    "the --interval flag can only be used with the 'Always' digest reflection policy, use --reflect-digest=Always",
  );
}

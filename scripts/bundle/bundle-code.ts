import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

/** What a bundle is made of. */
export interface BundledCode {
  /** Files of code by their path in the package. */
  readonly files: ReadonlyMap<string, string>;
  /** Every file of source that went in. */
  readonly sources: readonly string[];
}

export interface BundleOptions {
  /** Root of the repository. */
  readonly root: string;
  /** Packages that are left out, and loaded from `node_modules` when they are used. */
  readonly separate: readonly string[];
}

/** Bundles the command and the embedded cluster: one file for the launcher, one for the cluster, and the rest in files that are loaded when they are used. Rejects on imports that lead nowhere. */
export async function bundleCode({ root, separate }: BundleOptions): Promise<BundledCode> {
  const build = await rolldown({
    cwd: root,
    input: {
      'bin/flux19': join(root, 'apps/flux19/bin/flux19.mjs'),
      // For tests of others, who start a cluster in their own process.
      'lib/cluster': join(root, 'packages/cluster/src/index.ts'),
    },
    platform: 'node',
    external: [...separate],
    // No module of ours does anything when it is loaded but the launcher, so what is not used of it can go.
    treeshake: { moduleSideEffects: [{ test: /\/(packages|controllers)\/[^/]+\/src\//, sideEffects: false }] },
    plugins: [asciiOnly],
  });
  try {
    const { output } = await build.generate({
      // CommonJS loads faster than modules do, and takes 4 MiB less: no views of all of `fs` and others are made for it.
      format: 'cjs',
      // Names stay, for the sake of stack traces.
      minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
      comments: { legal: false },
      entryFileNames: '[name].cjs',
      chunkFileNames: 'lib/[name]-[hash].cjs',
    });
    const chunks = output.filter((file) => file.type === 'chunk');
    return {
      files: new Map(chunks.map(({ fileName, code }) => [fileName, code])),
      sources: chunks.flatMap(({ modules }) => Object.keys(modules)),
    };
  } finally {
    await build.close();
  }
}

/** Texts of ASCII alone take half the memory of others. */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      file.code = file.code.replaceAll(/[^\0-\x7f]/g, escaped);
    }
  },
};

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

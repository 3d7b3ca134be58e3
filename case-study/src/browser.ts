import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Looks at a web page as a person would. */
export interface Browser {
  /** What it is, for the report. */
  readonly name: string;
  /** The text of the page's heading. Rejects when the page cannot be had. */
  heading(url: string): Promise<string>;
  /** Writes a picture of the page; false when this browser cannot. */
  picture(url: string, file: string): Promise<boolean>;
}

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Headless, in a profile of its own, and without anything that would look for a network. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Headless Chromium where there is one, else plain HTTP. */
export function findBrowser(searchPath: string): Browser {
  const folders = searchPath.split(delimiter);
  const found = programs
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
  return found === undefined ? plainHttp : chromium(found);
}

function chromium(program: string): Browser {
  const start = async (args: readonly string[]): Promise<string> => {
    const profile = mkdtempSync(join(tmpdir(), 'flux19-browser-'));
    try {
      const { stdout } = await run(program, [...flags, `--user-data-dir=${profile}`, ...args], { timeout: 30_000 });
      return stdout;
    } finally {
      rmSync(profile, { recursive: true, force: true });
    }
  };
  return {
    name: 'headless Chromium',
    heading: async (url) => headingOf(await start(['--dump-dom', url])),
    async picture(url, file) {
      await start([`--screenshot=${file}`, '--window-size=900,500', url]);
      return existsSync(file);
    },
  };
}

const plainHttp: Browser = {
  name: 'plain HTTP (no Chromium was found)',
  heading: fetchHeading,
  picture: async () => false,
};

/** The text of a page's heading, by plain HTTP. */
export async function fetchHeading(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  return headingOf(await response.text());
}

function headingOf(page: string): string {
  return /<h1>([^<]*)<\/h1>/.exec(page)?.[1]?.trim() ?? '';
}

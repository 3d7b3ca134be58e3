// Plays the case study: `npm run demo` for a person, `npm run demo -- --once` without one.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { createLogger } from '@flux19/runtime';
import { openDataFolder } from 'flux19';
import { findBrowser } from './browser.ts';
import { demoSteps } from './demo-steps.ts';
import { type Picture, writeReport } from './report.ts';
import { type Stage, setStage } from './stage.ts';
import { formatResults, type Step, type StepResult, tell } from './story.ts';

const { values: flags } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    report: { type: 'string', default: 'report' },
    port: { type: 'string' },
    data: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const began = performance.now();
const searchPath = process.env['PATH'] ?? '';
const data = openDataFolder(flags.data);
const write = (line: string): unknown =>
  flags.verbose ? process.stderr.write(line) : appendFileSync(data.logFile, line);
const log = createLogger({ level: 'info', write });
console.log('► starting an embedded cluster, the controllers, a git server and a registry');
const stage = await setStage({
  log,
  data,
  isKept: flags.data !== undefined,
  searchPath,
  ...(flags.port === undefined ? {} : { port: Number(flags.port) }),
});
const browser = findBrowser(searchPath);
const pictures: Picture[] = [];
try {
  introduce(stage);
  const isAttended = !flags.once && process.stdin.isTTY === true;
  const steps = demoSteps({ ...stage, look });
  const results = await tell(steps, isAttended ? askBefore : announce, tellResult);
  console.log(`\n${formatResults(results)}`);
  if (flags.once) console.log(`  report: ${writeReport(flags.report, results, browser.name, pictures)}`);
  const failed = results.some(({ failure }) => failure !== undefined);
  if (failed) process.exitCode = 1;
  else console.log(`✔ every step was seen to happen, ${((performance.now() - began) / 1000).toFixed(1)} s in all`);
  if (!flags.once) await stayUp();
} finally {
  await stage.close();
}

function introduce({ system, cloneUrl }: Stage): void {
  console.log(`✔ ready after ${Math.round(performance.now() - began)} ms`);
  console.log(`  Kubernetes API  ${system.api.listener.url}`);
  console.log(`  kubectl, flux   export KUBECONFIG=${system.api.kubeconfig}`);
  console.log(`  repository      git clone ${cloneUrl}`);
  console.log(`  registry        ${system.registry.listener.url}`);
  console.log(`  browser         ${browser.name}\n`);
}

/** Pictures belong to the report, which is for those who do not sit in front of it. */
async function look(url: string, heading: string, picture: Picture): Promise<void> {
  const read = await browser.heading(url);
  if (read !== heading) throw new Error(`${browser.name} reads "${read}" at ${url}, and not "${heading}"`);
  if (!flags.once) return;
  mkdirSync(flags.report, { recursive: true });
  if (await browser.picture(url, join(flags.report, picture.file))) pictures.push(picture);
}

async function announce(step: Step, number: number): Promise<void> {
  console.log(`${number}. ${step.title}\n      $ ${step.command}`);
}

async function askBefore(step: Step, number: number): Promise<void> {
  await announce(step, number);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  await terminal.question('      press Enter to see it happen ');
  terminal.close();
}

function tellResult({ seen, failure, ms }: StepResult): void {
  console.log(
    failure === undefined ? `    ✔ ${seen} (${Math.round(ms)} ms)` : `    ✗ ${failure} (${Math.round(ms)} ms)`,
  );
}

/** Leaves everything running for a person to play with. */
async function stayUp(): Promise<void> {
  console.log('► everything stays up: clone the repository, commit, push and watch; press Ctrl-C to stop');
  const alive = setInterval(() => undefined, 2 ** 30);
  await new Promise<void>((done) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => done());
  });
  clearInterval(alive);
}

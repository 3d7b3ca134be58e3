#!/usr/bin/env node
// The flux19 command. Plain JavaScript on purpose: an older Node has to be able to read it.
import { isNode24, nodeFlags } from './is-node24.mjs';

/** Commands that run until they are stopped: they get a process whose memory is set up for that. */
const lasting = ['up', 'run', 'cluster'];
const isLasting = process.argv.slice(2).some((word) => lasting.includes(word));

/** True in a process that this file started. */
const isSetUp = nodeFlags.every((flag) => process.execArgv.includes(flag));

// Nothing here waits at the top level, so that the file can be bundled as CommonJS, which starts faster.
run().catch((error) => {
  console.error(`✗ ${error.message}`);
  process.exitCode = 1;
});

async function run() {
  if (!isNode24() || (isLasting && !isSetUp)) return await startOnNode24();
  const { start } = await import('./start.mjs');
  await start();
}

/** Another process costs time, so there is one only when this Node is too old, or the command stays. */
async function startOnNode24() {
  const [{ fileURLToPath }, { runOnNode24 }] = await Promise.all([import('node:url'), import('./node24.mjs')]);
  runOnNode24(fileURLToPath(import.meta.url), process.argv.slice(2));
}

#!/usr/bin/env node
// The flux19 command. Plain JavaScript on purpose: an older Node has to be able to read it.
import { isNode24 } from './is-node24.mjs';

/** Commands that run until they are stopped: they get a process whose memory is set up for that. */
const lasting = ['up', 'run', 'cluster'];
const isLasting = process.argv.slice(2).some((word) => lasting.includes(word));

try {
  if (isNode24() && !isLasting) await import('./start.mjs');
  else await startOnNode24();
} catch (error) {
  console.error(`✗ ${error.message}`);
  process.exitCode = 1;
}

/** Another process costs time, so there is one only when this Node is too old, or the command stays. */
async function startOnNode24() {
  const [{ fileURLToPath }, { runOnNode24 }] = await Promise.all([import('node:url'), import('./node24.mjs')]);
  runOnNode24(fileURLToPath(new URL('start.mjs', import.meta.url)), process.argv.slice(2));
}

#!/usr/bin/env node
// The flux19 command. Plain JavaScript on purpose: an older Node has to be able to read it.
import { fileURLToPath } from 'node:url';
import { runOnNode24 } from './node24.mjs';

try {
  runOnNode24(fileURLToPath(new URL('../src/main.ts', import.meta.url)), process.argv.slice(2));
} catch (error) {
  console.error(`✗ ${error.message}`);
  process.exitCode = 1;
}

// Runs every static check at once and prints the output of those that fail.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const checks: Readonly<Record<string, readonly [string, ...string[]]>> = {
  lint: ['node_modules/.bin/biome', 'check', '--error-on-warnings', '.'],
  types: ['node_modules/.bin/tsc', '--noEmit'],
  layers: [process.execPath, 'scripts/layers.ts'],
  dead: [process.execPath, 'node_modules/knip/bin/knip.js'],
};

async function runCheck(name: string, [command, ...args]: readonly [string, ...string[]]): Promise<number> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise<number>((done) => child.once('close', (code) => done(code ?? 1)));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(8)} ${seconds} s`);
  if (code !== 0) console.log(out + err);
  return code;
}

const codes = await Promise.all(Object.entries(checks).map(([name, command]) => runCheck(name, command)));
process.exitCode = Math.max(...codes);

// Builds the programs that the tests compare with: all of them, or those named. Go's own cache makes a second run short.
import { createGoTool } from '@flux19/processes';
import { buildReferenceClient } from './build-reference-client.ts';
import { referencePrograms } from './programs.ts';
import { referenceClient, referenceModule } from './reference-client.ts';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !referencePrograms.some((program) => program.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `✗ unknown: ${unknown.join(', ')}; there are ${referencePrograms.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}
const environment = Object.fromEntries(Object.entries(process.env).filter((entry) => entry[1] !== undefined));
const go = createGoTool(referenceModule, environment as Record<string, string>);
try {
  for (const program of referencePrograms.filter(({ name }) => names.length === 0 || names.includes(name))) {
    process.stderr.write(`► building ${program.name}\n`);
    await buildReferenceClient(go, program);
    process.stderr.write(`✔ ${referenceClient(program.name)}\n`);
  }
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  const help = why.includes('ENOENT') ? '\n  install Go 1.26 or newer and put it on the PATH' : '';
  process.stderr.write(`✗ ${why}${help}\n`);
  process.exitCode = 1;
}

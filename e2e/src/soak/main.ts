// `npm run soak -- --minutes 30`: a mixed load with faults on against the embedded cluster, over a socket.
import { parseArgs } from 'node:util';
import { runSoak } from './run-soak.ts';

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    workers: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
  },
});

function numberOf(name: keyof typeof flags): number {
  const value = Number(flags[name]);
  if (!Number.isFinite(value) || value <= 0)
    throw new Error(`--${name} has to be a number above 0, not ${flags[name]}`);
  return value;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const broken: string[] = [];
process.on('unhandledRejection', (reason) => broken.push(String(reason)));
const options = { minutes: numberOf('minutes'), workers: numberOf('workers'), seed: numberOf('seed'), say };
say(`soak: ${options.minutes} minutes, ${options.workers} workers, seed ${options.seed}`);
const verdicts = await runSoak(options);
for (const { subject, isGood, told } of verdicts) say(`${isGood ? '✔' : '✗'} ${subject}: ${told}`);
if (broken.length > 0) say(`✗ unhandled rejections of the clients: ${broken.slice(0, 3).join('; ')}`);
process.exitCode = verdicts.every(({ isGood }) => isGood) && broken.length === 0 ? 0 : 1;

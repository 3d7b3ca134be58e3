// The program by itself, without the launcher of `bin`.
import { runProcess } from './run-process.ts';

await runProcess();

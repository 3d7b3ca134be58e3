// Makes the package that is published: `npm run bundle [-- FOLDER]` writes it to `dist`, ready for `npm pack`.
import { resolve } from 'node:path';
import { writePackage } from './bundle/write-package.ts';

const folder = resolve(process.argv[2] ?? 'dist');
const { files, sizeBytes } = await writePackage(folder);
console.log(`${files} files of code, ${(sizeBytes / 2 ** 20).toFixed(1)} MiB: npm pack ${folder}`);

// Builds the image of the case study without Docker and pushes it: for those who follow docs/case-study.md by hand.
import process from 'node:process';
import { pushWebImage } from './web-image.ts';

const [registry = '', token = '', tag = '', state = ''] = process.argv.slice(2);
if (!URL.canParse(registry) || state === '') {
  console.error('usage: push-web-image.ts http://REGISTRY TOKEN TAG TEXT');
  process.exitCode = 2;
} else {
  const image = `${new URL(registry).host}/demo/web:${tag}`;
  await pushWebImage({ image, fetch: (request) => globalThis.fetch(request), token }, state);
  console.log(`pushed ${image}: "${state}"`);
}

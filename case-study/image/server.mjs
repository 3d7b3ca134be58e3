// The web page of the case study. Its state is part of the image.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const state = readFileSync(new URL('./state.txt', import.meta.url), 'utf8').trim();
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Flux-19 case study</title>
    <style>
      body { font: 2rem system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh; text-align: center; }
      small { font-size: 1rem; color: #666; }
    </style>
  </head>
  <body>
    <h1>${state}</h1>
    <small>${process.env.HOSTNAME}</small>
  </body>
</html>
`;
const { HOST = '127.0.0.1', PORT = '8080' } = process.env;
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', connection: 'close' }).end(page);
});
server.listen(Number(PORT), HOST, () => console.log(`"${state}" at http://${HOST}:${PORT}`));
process.once('SIGTERM', () => server.close(() => process.exit(0)));

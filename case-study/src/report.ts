import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StepResult } from './story.ts';

/** One picture of the report. */
export interface Picture {
  readonly file: string;
  readonly title: string;
}

/** Writes what was seen as a page with its pictures beside it, and returns the page's path. */
export function writeReport(
  folder: string,
  results: readonly StepResult[],
  browser: string,
  pictures: readonly Picture[],
): string {
  mkdirSync(folder, { recursive: true });
  const rows = results.map(({ title, ms, seen, failure }) => {
    const outcome = failure === undefined ? `seen: ${seen}` : `not seen: ${failure}`;
    return `<tr><td>${escaped(title)}</td><td>${Math.round(ms)} ms</td><td>${escaped(outcome)}</td></tr>`;
  });
  const figures = pictures.map(
    ({ file, title }) =>
      `<figure><img src="${file}" alt="${escaped(title)}"><figcaption>${escaped(title)}</figcaption></figure>`,
  );
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Flux-19: the case study</title>
<style>body{font:16px system-ui,sans-serif;max-width:70rem;margin:2rem auto}td{border-top:1px solid #ccc;padding:.4rem;vertical-align:top;white-space:pre-wrap}img{max-width:100%;border:1px solid #ccc}</style>
</head>
<body>
<h1>The case study</h1>
<p>The page was looked at with ${escaped(browser)}.</p>
<table>${rows.join('\n')}</table>
${figures.join('\n')}
</body>
</html>
`;
  const path = join(folder, 'index.html');
  writeFileSync(path, page);
  return path;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

import { styleText } from 'node:util';

/** Colours by what they say. Every line is painted by itself, so that columns can be cut and joined. */
export interface Paint {
  added(text: string): string;
  removed(text: string): string;
  changed(text: string): string;
  /** Something that wants attention without being wrong. */
  notable(text: string): string;
  strong(text: string): string;
  quiet(text: string): string;
}

const asIs = (text: string): string => text;

/** For files, pipes and people who set NO_COLOR. */
export const plainPaint: Paint = {
  added: asIs,
  removed: asIs,
  changed: asIs,
  notable: asIs,
  strong: asIs,
  quiet: asIs,
};

/** For terminals. */
export const terminalPaint: Paint = {
  added: painter('green'),
  removed: painter('red'),
  changed: painter('yellow'),
  notable: painter('magenta'),
  strong: painter('bold'),
  quiet: painter('dim'),
};

type Format = Parameters<typeof styleText>[0];

function painter(format: Format): (text: string) => string {
  return (text) =>
    text
      .split('\n')
      .map((line) => (line === '' ? line : styleText(format, line, { validateStream: false })))
      .join('\n');
}

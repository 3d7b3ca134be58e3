import { joinPath } from '../files/join-path.ts';
import type { KustomizeErrorDetails } from './kustomize-error.ts';
import type { Target } from './target.ts';

/** Where a target names something: its file, and the first line in which the text stands. Only for errors: it searches. */
export function placeOf({ session, folder, fileName }: Target, text: string): KustomizeErrorDetails {
  const file = joinPath(folder.root, fileName);
  const content = session.cache.read(folder.options.files, file);
  if (content === undefined) return { file };
  const lines = new TextDecoder().decode(content).split('\n');
  const index = lines.findIndex((line) => line.includes(text));
  return { file, line: index < 0 ? undefined : index + 1 };
}

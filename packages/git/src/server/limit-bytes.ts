import { Transform } from 'node:stream';
import { GitError } from '../git-error.ts';

/** Passes bytes on and fails with `GitError` `TooLarge` once there are more than allowed. */
export function limitBytes(maximum: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      if (size > maximum) done(new GitError('TooLarge', `a request has more than the ${maximum} bytes allowed`));
      else done(null, chunk);
    },
  });
}

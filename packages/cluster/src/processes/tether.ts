/**
 * A shell around a program, which ends it when standard input closes: when this process is gone, even if it was killed. Without
 * it, programs would outlive a cluster that had no time to stop them. Standard input of the program itself is empty.
 */
const script = `exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ read -r _ <&3; kill -TERM "-$$"; } >/dev/null 2>&1 &
tether=$!
exec 3<&-
wait "$program"
code=$?
kill "$tether" 2>/dev/null
exit "$code"
`;

/** The program and arguments to start instead, as the leader of a process group and with a pipe as standard input. */
export function tethered(program: string, args: readonly string[]): readonly [program: string, args: string[]] {
  if (process.platform === 'win32') return [program, [...args]];
  return ['/bin/sh', ['-c', script, 'flux19-container', program, ...args]];
}

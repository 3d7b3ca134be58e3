/**
 * A shell around a program, which ends it when file descriptor 3 closes: when this process is gone, even if it was killed. Without
 * it, programs would outlive a cluster that had no time to stop them. Standard input is the program's own: shells take it away from
 * what they start in the background, so that it comes by another number.
 */
const script = `exec 5<&0
"$@" <&5 3<&- 5<&- &
program=$!
{ read -r _ <&3; kill -TERM "-$$"; } >/dev/null 2>&1 4>&- 5<&- &
tether=$!
exec 3<&- 4>&- 5<&-
wait "$program"
code=$?
kill "$tether" 2>/dev/null
exit "$code"
`;

/** The program and arguments to start instead, as the leader of a process group and with a pipe as file descriptor 3. */
export function tethered(program: string, args: readonly string[]): readonly [program: string, args: string[]] {
  if (process.platform === 'win32') return [program, [...args]];
  return ['/bin/sh', ['-c', script, 'flux19-container', program, ...args]];
}

/** An environment with nothing but the search path and a home of its own, so that no setting of the person's machine counts. */
export function bareEnvironment(home: string): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home, LANG: 'C.UTF-8' };
}

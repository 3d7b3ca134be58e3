import type { Handler } from '@flux19/ports';

/** One line of a check: its name, and why it fails if it does. */
export interface HealthCheck {
  readonly name: string;
  readonly failure: string | undefined;
}

/** `/healthz`: the process answers. `/readyz`: every check passes. With `?verbose` each check gets a line, as in Kubernetes. */
export function createHealthHandler(checks: () => readonly HealthCheck[]): Handler {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD') return text('method not allowed\n', 405);
    if (pathname === '/healthz') return text('ok', 200);
    if (pathname !== '/readyz') return text('not found\n', 404);
    const results = checks();
    const isReady = results.every((check) => check.failure === undefined);
    if (isReady && !searchParams.has('verbose')) return text('ok', 200);
    const lines = results.map(({ name, failure }) =>
      failure === undefined ? `[+]${name} ok` : `[-]${name} failed: ${failure}`,
    );
    return text(`${[...lines, `readyz check ${isReady ? 'passed' : 'failed'}`].join('\n')}\n`, isReady ? 200 : 503);
  };
}

function text(body: string, status: number): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}

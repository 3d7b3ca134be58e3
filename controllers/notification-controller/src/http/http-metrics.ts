import type { Clock, Handler } from '@flux19/ports';
import type { Metrics } from '@flux19/runtime';

/** Upper bounds in seconds: Prometheus' defaults. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/**
 * Counts the requests of a handler under Flux's names, `<prefix>_http_request_duration_seconds` and
 * `<prefix>_http_requests_inflight`. `path` is the label that all of them get, so that addresses of webhooks do not get out.
 */
export function withHttpMetrics(
  handler: Handler,
  prefix: string,
  path: string,
  metrics: Metrics,
  clock: Clock,
): Handler {
  const names = ['service', 'handler', 'method', 'code'] as const;
  const name = `${prefix}_http_request_duration_seconds`;
  const help = 'The latency of the HTTP requests.';
  const count = metrics.counter(`${name}_count`, help, names);
  const sum = metrics.counter(`${name}_sum`, help, names);
  const bucket = metrics.counter(`${name}_bucket`, help, [...names, 'le']);
  let inFlight = 0;
  metrics.gauge(
    `${prefix}_http_requests_inflight`,
    'The number of inflight requests being handled at the same time.',
    ['service', 'handler'],
    () => [{ labels: { service: '', handler: path }, value: inFlight }],
  );
  return async (request) => {
    const beganAtMs = clock.now();
    inFlight += 1;
    try {
      const response = await handler(request);
      const labels = { service: '', handler: path, method: methodLabel(request.method), code: String(response.status) };
      const seconds = (clock.now() - beganAtMs) / 1000;
      count(labels);
      sum(labels, seconds);
      for (const bound of bounds) if (seconds <= bound) bucket({ ...labels, le: String(bound) });
      bucket({ ...labels, le: '+Inf' });
      return response;
    } finally {
      inFlight -= 1;
    }
  };
}

/** A method that nobody knows must not make series of its own. */
function methodLabel(method: string): string {
  return /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(method) ? method : 'OTHER';
}

import type { Metrics } from '@flux19/runtime';

/** Told of every answer of an API server: HTTP method and status, 0 when there was no answer. */
export type OnAnswer = (method: string, status: number) => void;

/** Counts requests as client-go does: `rest_client_requests_total{code,host,method}`. */
export function requestMetrics(metrics: Metrics, server: () => string): OnAnswer {
  const help = 'Number of HTTP requests, partitioned by status code, method, and host.';
  const count = metrics.counter('rest_client_requests_total', help, ['code', 'host', 'method']);
  return (method, status) => {
    const host = URL.canParse(server()) ? new URL(server()).host : '';
    count({ code: status === 0 ? '<error>' : String(status), host, method });
  };
}

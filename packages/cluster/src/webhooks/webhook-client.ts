import type { WebhookClient } from '@flux19/apiserver';
import type { KubeClient } from '@flux19/kube';
import { findService } from './find-service.ts';
import { postJson } from './post-json.ts';

/** Calls webhooks over TLS: those with a URL wherever it points to, those with a service where a Pod runs as a process. */
export function webhookClient(client: () => KubeClient): WebhookClient {
  return async ({ url, service, caBundle, body, signal }) => {
    const address = service === undefined ? undefined : await findService(client(), service, signal);
    return await postJson({ url: new URL(url), address, caBundle, body, signal });
  };
}

import { connect } from 'node:net';
import { type ContainerSpec, portNumber } from './container-command.ts';

/** How long one look may take. */
const probeTimeoutMs = 1_000;

/** Looks once whether a container answers its readiness probe. A container without one is ready as soon as it runs. */
export async function isReadyNow(container: ContainerSpec, address: string, signal: AbortSignal): Promise<boolean> {
  const { httpGet, tcpSocket } = container.readinessProbe ?? {};
  const limit = AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)]);
  if (httpGet !== undefined) {
    const url = `http://${address}:${portNumber(httpGet.port, container)}${httpGet.path ?? '/'}`;
    return fetch(url, { signal: limit, redirect: 'manual' }).then(
      async (response) => {
        await response.body?.cancel();
        return response.status >= 200 && response.status < 400;
      },
      () => false,
    );
  }
  return tcpSocket === undefined || accepts(portNumber(tcpSocket.port, container), address, limit);
}

function accepts(port: number, host: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, signal });
    const end = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server, by the port of the other side. A TLS socket is not the one that can be reset; the one below it is. */
export class OpenConnections {
  readonly #sockets = new Map<number, Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      const { remotePort } = socket;
      if (remotePort === undefined) return;
      this.#sockets.set(remotePort, socket);
      socket.once('close', () => this.#sockets.delete(remotePort));
    });
  }

  /** Breaks the connection of a request off, so that the other side sees it reset. */
  reset(remotePort: number | undefined): void {
    this.#sockets.get(remotePort ?? 0)?.resetAndDestroy();
  }

  /** Breaks every connection off. */
  resetAll(): void {
    for (const socket of this.#sockets.values()) socket.resetAndDestroy();
  }
}

import type { Upgrade } from '@flux19/ports';
import { badRequest } from '../errors/api-errors.ts';
import { textReply, toResponse } from '../http/reply.ts';
import type { RequestInfo } from '../http/request-info.ts';
import type { Services } from '../server/services.ts';
import { commandProtocols, forwardProtocols, offeredProtocols } from './channels/channel-protocol.ts';
import { type CommandOptions, readCommandOptions } from './command/command-options.ts';
import type { RunCommand } from './command/serve-command.ts';
import { spdyCommand, spdyCommandProtocols } from './command/spdy-command.ts';
import { webSocketCommand } from './command/web-socket-command.ts';
import { findContainer } from './find-container.ts';
import { spdyForward, spdyForwardProtocol } from './forward/spdy-forward.ts';
import { tunnelled, tunnelledProtocol } from './forward/tunnel.ts';
import { readPorts, webSocketForward } from './forward/web-socket-forward.ts';
import { requirePlacedPod, requireProcesses } from './pod-target.ts';

/** How a request for a stream goes on: by an upgrade, or by an answer that refuses one. */
export type Prepared = Upgrade | Response;

const webSocketHeader = 'sec-websocket-protocol';
const spdyHeader = 'x-stream-protocol-version';
const spdy = 'SPDY/3.1';

function isWebSocket(request: Request): boolean {
  return /\bwebsocket\b/i.test(request.headers.get('upgrade') ?? '');
}

/** Prepares exec and attach. Throws StatusError for what cannot be run. */
export async function prepareCommand(services: Services, request: Request, info: RequestInfo): Promise<Prepared> {
  const options = readCommandOptions(info.query);
  const pod = requirePlacedPod(services, info);
  const name = findContainer(pod, options.container);
  if (info.subresource === 'exec' && options.command.length === 0) {
    throw badRequest('you must specify at least one command for the container');
  }
  const processes = requireProcesses(services, pod);
  const run: RunCommand = async (streams) => {
    const container = processes.container(name);
    if (container === undefined) throw new Error(notRunning(name));
    if (info.subresource === 'exec') return await container.exec(options.command, streams);
    await container.attach(streams);
    return 0;
  };
  if (isWebSocket(request)) return prepareWebSocketCommand(request, options, run);
  // Kubernetes: where the protocol has no better place for it, this is an answer of the kubelet, which speaks plain text.
  if (processes.container(name) === undefined)
    return await toResponse(request, textReply(500, `${notRunning(name)}\n`), []);
  return await negotiateSpdy(request, spdyCommandProtocols, (protocol) => ({
    kind: 'bytes',
    protocol: spdy,
    headers: { [spdyHeader]: protocol },
    speak: (connection) => spdyCommand(connection, protocol, options, run),
  }));
}

function notRunning(container: string): string {
  return `container not found (${JSON.stringify(container)})`;
}

function prepareWebSocketCommand(request: Request, options: CommandOptions, run: RunCommand): Prepared {
  const offered = offeredProtocols(request, webSocketHeader);
  const newest = 'v5.channel.k8s.io';
  const name = offered.includes(newest) ? newest : choose(offered, commandProtocols);
  const protocol = commandProtocols.get(name ?? '?');
  if (name === undefined || protocol === undefined) return new Response(null, { status: 403 });
  return {
    kind: 'websocket',
    ...(name === '' ? {} : { protocol: name }),
    speak: (connection) => webSocketCommand(connection, protocol, options, run),
  };
}

/** Prepares port-forward. Throws StatusError for a pod whose ports cannot be reached. */
export async function preparePortForward(services: Services, request: Request, info: RequestInfo): Promise<Prepared> {
  const pod = requirePlacedPod(services, info);
  const processes = requireProcesses(services, pod);
  const podName = pod.metadata.name;
  const connect: typeof processes.connect = (port, signal) => processes.connect(port, signal);
  if (!isWebSocket(request)) {
    return await negotiateSpdy(request, [spdyForwardProtocol], (protocol) => ({
      kind: 'bytes',
      protocol: spdy,
      headers: { [spdyHeader]: protocol },
      speak: (connection) => spdyForward(connection, podName, connect),
    }));
  }
  const offered = offeredProtocols(request, webSocketHeader);
  const tunnel = offered.find((name) => tunnelledProtocol(name) === spdyForwardProtocol);
  if (tunnel !== undefined) {
    const speak = (connection: Parameters<typeof tunnelled>[0]) => spdyForward(tunnelled(connection), podName, connect);
    return { kind: 'websocket', protocol: tunnel, speak };
  }
  const ports = readPorts(info.query);
  const name = choose(offered, forwardProtocols);
  const protocol = forwardProtocols.get(name ?? '?');
  if (name === undefined || protocol === undefined) return new Response(null, { status: 403 });
  return {
    kind: 'websocket',
    ...(name === '' ? {} : { protocol: name }),
    speak: (connection) => webSocketForward(connection, protocol, { ports, podName }, connect),
  };
}

/** The first offer that is known; the nameless protocol when nothing is offered. */
function choose(offered: readonly string[], known: ReadonlyMap<string, unknown>): string | undefined {
  return offered.length === 0 ? '' : offered.find((name) => known.has(name));
}

async function negotiateSpdy(
  request: Request,
  known: readonly string[],
  accept: (protocol: string) => Upgrade,
): Promise<Prepared> {
  const offered = offeredProtocols(request, spdyHeader);
  if (offered.length === 0) {
    const text = `unable to upgrade: header X-Stream-Protocol-Version does not exist in request\n`;
    return await toResponse(request, textReply(400, text), []);
  }
  const protocol = offered.find((name) => known.includes(name));
  if (protocol !== undefined) return accept(protocol);
  const text = `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${known.join(' ')}]\n`;
  const { code, headers, body } = textReply(403, text);
  const accepted = { 'x-accepted-stream-protocol-versions': known.join(', ') };
  return await toResponse(request, { code, headers: { ...headers, ...accepted }, body }, []);
}

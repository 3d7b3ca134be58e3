import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gitEnvironment } from './work-repository.ts';

export interface HttpGitServer {
  /** Address without a slash at its end. */
  readonly url: string;
  /** Closes the port, connections included; `open` takes the same port again. */
  close(): Promise<void>;
  open(): Promise<void>;
}

export interface HttpGitServerOptions {
  /** Folder whose repositories are offered. */
  readonly folder: string;
  /** Without these, every request is answered 401. */
  readonly username: string;
  readonly password: string;
}

/** Serves repositories by git's own `git http-backend`, to whoever knows the password. */
export async function startHttpGitServer({ folder, username, password }: HttpGitServerOptions): Promise<HttpGitServer> {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  let server: Server;
  let port = 0;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.authorization === expected) {
      runBackend(folder, request, response);
      return;
    }
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('who are you?\n');
  }

  async function open(): Promise<void> {
    server = createServer(answer).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') port = address.port;
  }

  await open();
  return {
    url: `http://127.0.0.1:${port}`,
    open,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Carries one request through the CGI program: https://git-scm.com/docs/git-http-backend */
function runBackend(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://git');
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment(folder),
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method ?? 'GET',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'person',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  backend.stdin.on('error', () => undefined);
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.once('close', () => {
    const whole = Buffer.concat(chunks);
    const end = whole.indexOf('\r\n\r\n');
    const headers = whole.subarray(0, end).toString().split('\r\n');
    for (const header of headers) {
      const [name = '', value = ''] = header.split(/: (.*)/);
      if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.end(whole.subarray(end + 4));
  });
}

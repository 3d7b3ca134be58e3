import { DeliveryError } from '../delivery-error.ts';

/** Always part of the addresses that Bitbucket Server gives for cloning over HTTP. */
const marker = '/scm/';

/** `<base>/rest/api/latest/projects/<project>/repos/<repository>/commits` for an address to clone from. */
export function commitsEndpoint(address: string): string {
  const refuse = (why: string): never => {
    throw new DeliveryError(`could not parse git address: ${why}`);
  };
  if (!URL.canParse(address)) refuse('invalid URI for request');
  const { protocol, host, pathname } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') {
    refuse(`unsupported scheme type in address: ${protocol.slice(0, -1)}. Must be http or https`);
  }
  const path = pathname.replace(/\.git$/, '');
  const at = path.lastIndexOf(marker);
  if (at < 0) refuse('supplied provider address is not http(s) git clone url');
  const id = path.slice(at + marker.length);
  const [project, repository, ...others] = id.split('/');
  if (project === undefined || repository === undefined || others.length > 0) {
    refuse(`invalid repository id ${JSON.stringify(id)}`);
  }
  const context = path.slice(0, at);
  return `${protocol}//${host}${context}/rest/api/latest/projects/${project}/repos/${repository}/commits`;
}

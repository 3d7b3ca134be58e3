/** Where Docker's registry really answers. */
const dockerHost = 'registry-1.docker.io';

/**
 * Where to reach a registry, in the order in which it is tried: https, then plain http if that is allowed. It is for registries of this
 * machine and of private networks, and for all with `insecure`.
 */
export function originsOf(registry: string, insecure: boolean): readonly string[] {
  const host = registry === 'docker.io' ? dockerHost : registry;
  return isPlainAllowed(registry, insecure) ? [`https://${host}`, `http://${host}`] : [`https://${host}`];
}

/** Whether credentials may go to a host unencrypted. */
export function isPlainAllowed(host: string, insecure: boolean): boolean {
  if (insecure) return true;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.local') || isPrivateAddress(name);
}

function isPrivateAddress(name: string): boolean {
  if (name === '[::1]' || name === '::1') return true;
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name);
  const [a = -1, b = -1] = (match ?? []).slice(1).map(Number);
  return a === 127 || a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
}

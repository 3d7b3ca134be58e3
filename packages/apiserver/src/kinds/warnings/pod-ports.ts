// Ports of containers that stand in each other's way.
import type { Field } from '../validation/field.ts';

interface Port {
  readonly path: string;
  readonly hostIp: string;
  readonly hostPort: number;
}

export function* portWarnings(containers: readonly Field[]): Iterable<string> {
  yield* overlaps(containers);
  yield* duplicateNames(containers);
}

function* overlaps(containers: readonly Field[]): Iterable<string> {
  const seen = new Map<string, Port[]>();
  for (const field of containers.flatMap((container) => container.list('ports'))) {
    const port = { path: field.path, hostIp: field.textOf('hostIP'), hostPort: field.numberOf('hostPort') };
    if (port.hostIp !== '' && port.hostPort === 0) yield `${port.path}: hostIP set without hostPort: ${shown(field)}`;
    const key = `${field.numberOf('containerPort')}/${field.textOf('protocol')}`;
    const others = seen.get(key) ?? [];
    for (const other of others) {
      const how = howTheyMeet(port, other);
      if (how !== undefined) yield `${port.path}: ${how} port definition with ${other.path}`;
    }
    seen.set(key, [...others, port]);
  }
}

function howTheyMeet(port: Port, other: Port): string | undefined {
  if (port.hostIp === other.hostIp && port.hostPort === other.hostPort) return 'duplicate';
  if (port.hostPort === 0 || other.hostPort === 0) return 'overlapping';
  const isOneOpen = (port.hostIp === '') !== (other.hostIp === '');
  return port.hostPort === other.hostPort && isOneOpen ? 'dangerously ambiguous' : undefined;
}

/** As Go prints the struct. */
function shown(port: Field): string {
  const numbers = `HostPort:${port.numberOf('hostPort')} ContainerPort:${port.numberOf('containerPort')}`;
  return `{Name:${port.textOf('name')} ${numbers} Protocol:${port.textOf('protocol')} HostIP:${port.textOf('hostIP')}}`;
}

function* duplicateNames(containers: readonly Field[]): Iterable<string> {
  const seen = new Map<string, string>();
  for (const port of containers.flatMap((container) => container.list('ports'))) {
    const name = port.textOf('name');
    const other = seen.get(name);
    if (other !== undefined) {
      const end = `services and probes that select ports by name will use ${other}`;
      yield `${port.path}: duplicate port name ${JSON.stringify(name)} with ${other}, ${end}`;
    } else if (name !== '') seen.set(name, port.path);
  }
}

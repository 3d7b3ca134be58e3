import { objectField, objectsField, textField } from '../../../json/fields.ts';
import type { Check, PodCheck } from '../check.ts';

/** Kernel parameters that pods may set, by the minor version since which they may. */
const allowed: ReadonlyMap<number, readonly string[]> = new Map([
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [
    29,
    [
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ],
  ],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
  [37, ['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat']],
]);

function limitSysctls(minor: number): PodCheck {
  const safe = new Set([...allowed].flatMap(([since, names]) => (since <= minor ? names : [])));
  return ({ spec }) => {
    const names = objectsField(objectField(spec, 'securityContext'), 'sysctls').map((one) => textField(one, 'name'));
    const forbidden = names.filter((name) => !safe.has(name));
    return forbidden.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: forbidden.join(', ') };
  };
}

export const sysctlChecks: readonly Check[] = [
  {
    id: 'sysctls',
    level: 'baseline',
    versions: [...allowed.keys()].map((since) => ({ since, run: limitSysctls(since) })),
  },
];

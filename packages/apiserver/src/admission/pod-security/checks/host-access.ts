import { isJsonObject, type JsonObject } from '@flux19/objects';
import { fieldAt, isTrue, numberField, objectField, objectsField, textField } from '../../../json/fields.ts';
import {
  type Check,
  containersOf,
  containersThat,
  nameContainers,
  nameSetters,
  plural,
  quoteAll,
  sortedSet,
} from '../check.ts';

const hostNamespaces: Check = {
  id: 'hostNamespaces',
  level: 'baseline',
  versions: [
    {
      since: 0,
      run({ spec }) {
        const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((name) => isTrue(spec, name));
        if (shared.length === 0) return undefined;
        return { reason: 'host namespaces', detail: shared.map((name) => `${name}=true`).join(', ') };
      },
    },
  ],
};

const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  level: 'baseline',
  versions: [
    {
      since: 0,
      run({ spec }) {
        const names = objectsField(spec, 'volumes')
          .filter((volume) => isJsonObject(volume['hostPath']))
          .map((volume) => textField(volume, 'name'));
        if (names.length === 0) return undefined;
        return { reason: 'hostPath volumes', detail: `${plural('volume', names.length)} ${quoteAll(names)}` };
      },
    },
  ],
};

const hostPorts: Check = {
  id: 'hostPorts',
  level: 'baseline',
  versions: [
    {
      since: 0,
      run({ spec }) {
        const portsOf = (container: JsonObject): string[] =>
          objectsField(container, 'ports').flatMap((port) => {
            const hostPort = numberField(port, 'hostPort') ?? 0;
            return hostPort === 0 ? [] : [String(hostPort)];
          });
        const names = containersThat(spec, (container) => portsOf(container).length > 0);
        if (names.length === 0) return undefined;
        const ports = sortedSet(containersOf(spec).flatMap(portsOf));
        const verb = names.length === 1 ? 'uses' : 'use';
        const detail = `${nameContainers(names)} ${verb} ${plural('hostPort', ports.length)} ${ports.join(', ')}`;
        return { reason: 'hostPort', detail };
      },
    },
  ],
};

/** Hosts that probes and hooks of a container ask instead of the container itself. */
function askedHosts(container: JsonObject): string[] {
  const lifecycle = objectField(container, 'lifecycle');
  const handlers = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((name) => objectField(container, name)),
    ...['postStart', 'preStop'].map((name) => objectField(lifecycle, name)),
  ];
  return handlers.flatMap((handler) =>
    ['httpGet', 'tcpSocket'].flatMap((kind) => textField(objectField(handler, kind), 'host') || []),
  );
}

const hostProbes: Check = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  versions: [
    {
      since: 34,
      run({ spec }) {
        const names = sortedSet(containersThat(spec, (container) => askedHosts(container).length > 0));
        if (names.length === 0) return undefined;
        const hosts = sortedSet(containersOf(spec).flatMap(askedHosts));
        const what = 'probe or lifecycle host';
        const verb = names.length === 1 ? 'uses' : 'use';
        return {
          reason: what,
          detail: `${nameContainers(names)} ${verb} ${plural(what, hosts.length)} ${quoteAll(hosts)}`,
        };
      },
    },
  ],
};

const windowsHostProcess: Check = {
  id: 'windowsHostProcess',
  level: 'baseline',
  versions: [
    {
      since: 0,
      run({ spec }) {
        const isHostProcess = (owner: JsonObject) =>
          fieldAt(owner, ['securityContext', 'windowsOptions', 'hostProcess']) === true;
        const setters = nameSetters(isHostProcess(spec), containersThat(spec, isHostProcess));
        if (setters === '') return undefined;
        const detail = `${setters} must not set securityContext.windowsOptions.hostProcess=true`;
        return { reason: 'hostProcess', detail };
      },
    },
  ],
};

/** What gives a pod a part of the node. */
export const hostAccessChecks: readonly Check[] = [
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbes,
  windowsHostProcess,
];

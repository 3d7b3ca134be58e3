// Probes and lifecycle hooks of containers.
import { isHttpHeaderName } from '@flux19/objects';
import type { Check, Field } from '../field.ts';
import { oneOf } from '../names.ts';
import { notNegative, port, portNumberOrName } from '../numbers.ts';
import { linuxSignals, windowsSignals } from './stop-signals.ts';

const exec: Check = (action) => {
  if (action.child('command').length === 0) action.child('command').required();
};

const httpGet: Check = (action) => {
  if (action.textOf('path') === '') action.child('path').required();
  action.child('port').must(portNumberOrName);
  action.child('scheme').must(oneOf('HTTP', 'HTTPS'));
  for (const header of action.list('httpHeaders')) {
    const name = header.textOf('name');
    for (const detail of isHttpHeaderName(name)) action.child('httpHeaders').invalid(detail, name);
  }
  const protocol = action.child('protocol');
  if (!protocol.isSet) return;
  protocol.must(oneOf('HTTP1', 'HTTP2'));
  if (protocol.text !== 'HTTP2') return;
  if (action.textOf('scheme') !== 'HTTP') protocol.invalid('is only supported with HTTP (H2C)');
  else if (action.textOf('host') !== '') action.child('host').invalid('must be empty when `protocol` is "HTTP2"');
};

const tcpSocket: Check = (action) => {
  action.child('port').must(portNumberOrName);
};

const grpc: Check = (action) => {
  action.child('port').must(port);
  action.child('mode').mayBe(oneOf('Plaintext', 'TLS'));
};

function sleep(graceSeconds: number | undefined): Check {
  return (action) => {
    const seconds = action.numberOf('seconds');
    if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return;
    action.invalid(`must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`, seconds);
  };
}

type Handlers = readonly (readonly [name: string, check: Check])[];

const commonHandlers: Handlers = [
  ['exec', exec],
  ['httpGet', httpGet],
  ['tcpSocket', tcpSocket],
];
const probeHandlers: Handlers = [...commonHandlers, ['grpc', grpc]];

function oneHandler(handlers: Handlers): Check {
  return (field) => {
    const present = handlers.filter(([name]) => field.has(name));
    for (const [position, [name, check]] of present.entries()) {
      if (position === 0) field.child(name).must(check);
      else field.child(name).forbidden('may not specify more than 1 handler type');
    }
    if (present.length === 0) field.required('must specify a handler type');
  };
}

const probe: Check = (field) => {
  field.must(oneHandler(probeHandlers));
  for (const name of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ]) {
    field.child(name).must(notNegative);
  }
  const grace = field.child('terminationGracePeriodSeconds');
  if (grace.isSet && grace.number <= 0) grace.invalid('must be greater than 0');
};

const oneSuccess: Check = (field) => {
  const threshold = field.child('successThreshold');
  if (threshold.number !== 1) threshold.invalid('must be 1', threshold.number);
};

const noGrace: Check = (field) => {
  const grace = field.child('terminationGracePeriodSeconds');
  if (grace.isSet) grace.invalid('must not be set for readinessProbes');
};

/** The probes of a container. */
export function lookAtProbes(container: Field): void {
  container.child('livenessProbe').mayBe(probe, oneSuccess);
  container.child('readinessProbe').mayBe(probe, noGrace);
  container.child('startupProbe').mayBe(probe, oneSuccess);
}

/** What a lifecycle hook may ask about its pod. */
export interface LifecycleContext {
  readonly graceSeconds: number | undefined;
  /** Undefined when the pod does not say which system it is for. */
  readonly os: string | undefined;
}

export function lifecycle({ graceSeconds, os }: LifecycleContext): Check {
  const hook = oneHandler([...commonHandlers, ['sleep', sleep(graceSeconds)]]);
  return (field) => {
    field.child('postStart').mayBe(hook);
    field.child('preStop').mayBe(hook);
    const signal = field.child('stopSignal');
    if (!signal.isSet) return;
    if (os === undefined) signal.forbidden('may not be set for containers with empty `spec.os.name`');
    else if (os === 'windows') signal.must(oneOf(...windowsSignals));
    else if (os === 'linux') signal.must(oneOf(...linuxSignals));
  };
}

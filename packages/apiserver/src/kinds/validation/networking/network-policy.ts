import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { legacyNetwork, type Network, readNetwork } from '../addresses.ts';
import { Field, findings } from '../field.ts';
import { labelSelector } from '../labels.ts';
import { needed, oneOf, portName } from '../names.ts';
import { port } from '../numbers.ts';

function lookAtPort(item: Field): void {
  item.child('protocol').mayBe(oneOf('TCP', 'UDP', 'SCTP'));
  const first = item.child('port');
  const last = item.child('endPort');
  if (!first.isSet) {
    if (last.isSet) last.invalid('may not be specified when `port` is not specified');
  } else if (typeof first.value === 'string') {
    if (last.isSet) last.invalid('may not be specified when `port` is non-numeric');
    first.must(portName);
  } else {
    first.must(port);
    if (!last.isSet) return;
    if (last.number < first.number) last.invalid('must be greater than or equal to `port`');
    last.must(port);
  }
}

function contains(outer: Network, inner: Network): boolean {
  if (outer.family !== inner.family || outer.prefixLength >= inner.prefixLength) return false;
  const shift = BigInt(outer.size - outer.prefixLength);
  return outer.bits >> shift === inner.bits >> shift;
}

function lookAtBlock(block: Field, known: ReadonlySet<string>): void {
  const whole = block.child('cidr');
  if (whole.text === '') return;
  if (!known.has(whole.text)) whole.must(legacyNetwork);
  const outer = readNetwork(whole.text);
  if (outer === undefined) return;
  for (const exception of block.list('except')) {
    if (!known.has(exception.text)) exception.must(legacyNetwork);
    const inner = readNetwork(exception.text);
    if (inner !== undefined && !contains(outer, inner)) exception.invalid('must be a strict subset of `cidr`');
  }
}

function lookAtPeer(peer: Field, known: ReadonlySet<string>): void {
  const names = ['podSelector', 'namespaceSelector', 'ipBlock'].filter((name) => peer.has(name));
  peer.child('podSelector').must(labelSelector);
  peer.child('namespaceSelector').must(labelSelector);
  if (peer.has('ipBlock')) lookAtBlock(peer.child('ipBlock'), known);
  if (names.length === 0) peer.required('must specify a peer');
  else if (names.length > 1 && peer.has('ipBlock')) peer.forbidden('may not specify both ipBlock and another peer');
}

const directions = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

function blocksOf(policy: Field): Field[] {
  return directions.flatMap(([direction, peers]) =>
    policy
      .child('spec')
      .list(direction)
      .flatMap((rule) => rule.list(peers).map((peer) => peer.child('ipBlock'))),
  );
}

function lookAtRule(rule: Field, peers: string, known: ReadonlySet<string>): void {
  for (const item of rule.list('ports')) lookAtPort(item);
  for (const peer of rule.list(peers)) lookAtPeer(peer, known);
}

function lookAtPolicy(policy: Field, known: ReadonlySet<string>): void {
  const spec = policy.child('spec');
  spec.child('podSelector').must(labelSelector);
  for (const [direction, peers] of directions) {
    for (const rule of spec.list(direction)) lookAtRule(rule, peers, known);
  }
  const types = spec.child('policyTypes');
  if (types.length > 2) types.invalid('may not specify more than two policyTypes');
  else for (const type of types.items()) type.must(oneOf('Ingress', 'Egress'));
  // What follows from the types is looked at last.
  for (const block of blocksOf(policy)) if (block.isSet) block.child('cidr').must(needed);
}

export function validateNetworkPolicy(object: KubeObject): FieldError[] {
  return findings(object, (policy) => lookAtPolicy(policy, new Set()));
}

/** Networks that were allowed by older rules may stay. */
export function validateNetworkPolicyUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const blocks = blocksOf(Field.root(old));
  const known = new Set(blocks.flatMap((block) => [block.textOf('cidr'), ...block.textsOf('except')]));
  return findings(object, (policy) => lookAtPolicy(policy, known));
}

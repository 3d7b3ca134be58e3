import type { CacheChange, ObjectCache } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { keyOf, type ObjectKey } from '@flux19/runtime';
import { simulateAnnotation } from '../workloads/simulate-annotation.ts';
import { type PodStatus, statusOf } from '../workloads/workload-types.ts';
import { type HostPort, hostPortsOf } from './host-ports.ts';
import { findObstacle, type NodeUse, type Obstacle } from './obstacle.ts';
import { allocatableOf, type ResourceAmounts, requestsOf, sumOf } from './resource-amounts.ts';
import { placedSpecOf } from './scheduling-spec.ts';

/** Who is told of what happens. Must neither throw nor wait. */
export interface LedgerListener {
  /** Pods that wait may fit now. */
  onRoom(waiting: readonly ObjectKey[]): void;
  /** A Pod has a place from its first moment on: nobody has told of that yet. */
  onPlacedAtOnce(pod: KubeObject): void;
}

/** What a ledger reads. */
export interface LedgerCaches {
  readonly nodes: Pick<ObjectCache, 'list' | 'onChange'>;
  readonly pods: Pick<ObjectCache, 'list' | 'onChange'>;
  readonly claims: Pick<ObjectCache, 'get'>;
}

interface Occupant {
  readonly requests: ResourceAmounts;
  /** In-place resizes change it. */
  readonly generation: number | undefined;
}

/**
 * The share of a node that admission gives away on its own. What it gave a moment ago is not in the ledger yet, so that the rest is left to
 * the scheduler, which takes one Pod after the other.
 */
const sharedAtOnce = 0.8;

/** Keeps count of what the only node of the cluster has given to Pods, and of the Pods that wait for a place. */
export class NodeLedger {
  readonly #nodeName: string;
  readonly #occupants = new Map<string, Occupant>();
  /** Of the few Pods that take any. */
  readonly #hostPorts = new Map<string, readonly HostPort[]>();
  readonly #waiting = new Map<string, ObjectKey>();
  /** Those of the waiting that others would have to make room for. */
  readonly #crowdedOut = new Map<string, ObjectKey>();
  #requests: ResourceAmounts = new Map();
  #claims: LedgerCaches['claims'] | undefined;
  #node: KubeObject | undefined;
  #allocatable: ResourceAmounts = new Map();
  #told: LedgerListener | undefined;

  constructor(nodeName: string) {
    this.#nodeName = nodeName;
  }

  /** Takes in what caches hold that have been filled, and follows them from then on. To be called once. */
  follow(caches: LedgerCaches, listener: LedgerListener): void {
    this.#claims = caches.claims;
    this.#told = listener;
    for (const object of caches.nodes.list()) this.#noteNode({ type: 'ADDED', object });
    for (const object of caches.pods.list()) this.#notePod({ type: 'ADDED', object });
    caches.nodes.onChange((change) => this.#noteNode(change));
    caches.pods.onChange((change) => this.#notePod(change));
  }

  /** As it was last seen; undefined while nothing has been, and when somebody deleted it. */
  get node(): KubeObject | undefined {
    return this.#node;
  }

  /** The Pods that wait for a place. */
  get waiting(): readonly ObjectKey[] {
    return [...this.#waiting.values()];
  }

  /** What keeps a Pod that waits from the node; undefined when nothing does. Where others are in its way, it will be told of when they leave. */
  lookAt(pod: KubeObject, node: KubeObject): Obstacle | undefined {
    const obstacle = this.obstacleTo(pod, node);
    const uid = pod.metadata.uid ?? '';
    if (obstacle?.kind === 'room' && this.#waiting.has(uid)) this.#crowdedOut.set(uid, keyOf(pod));
    else this.#crowdedOut.delete(uid);
    return obstacle;
  }

  /** Why a Pod cannot come to a node; undefined when it can. */
  obstacleTo(pod: KubeObject, node: KubeObject): Obstacle | undefined {
    const { namespace } = pod.metadata;
    return findObstacle(pod, node, this.#use(), (name) => this.#claims?.get(namespace, name));
  }

  /** Whether a Pod can have its place while it is created. When in doubt, the scheduler looks at it. */
  hasPlaceAtOnce(pod: KubeObject): boolean {
    const node = this.#node;
    return node !== undefined && this.#isRoomy() && this.obstacleTo(pod, node) === undefined;
  }

  #use(): NodeUse {
    const hostPorts = [...this.#hostPorts.values()].flat();
    return { allocatable: this.#allocatable, pods: this.#occupants.size, requests: this.#requests, hostPorts };
  }

  #isRoomy(): boolean {
    for (const [name, has] of this.#allocatable) {
      const used = name === 'pods' ? this.#occupants.size : (this.#requests.get(name) ?? 0);
      if (used > has * sharedAtOnce) return false;
    }
    return true;
  }

  #noteNode({ type, object }: CacheChange): void {
    if (object.metadata.name !== this.#nodeName) return;
    this.#node = type === 'DELETED' ? undefined : object;
    this.#allocatable = allocatableOf(object);
    this.#tellRoom(this.#waiting);
  }

  #notePod({ type, object }: CacheChange): void {
    const uid = object.metadata.uid ?? '';
    if (type !== 'DELETED' && awaitsPlace(object)) this.#waiting.set(uid, keyOf(object));
    else {
      this.#waiting.delete(uid);
      this.#crowdedOut.delete(uid);
    }
    if (type === 'ADDED' && isPlacedAtOnce(object)) this.#told?.onPlacedAtOnce(object);
    const known = this.#occupants.get(uid);
    if (type === 'DELETED' || !this.#occupies(object)) this.#leave(uid, known);
    else if (known === undefined || known.generation !== object.metadata.generation) this.#settle(uid, object, known);
  }

  #occupies(pod: KubeObject): boolean {
    const { phase } = statusOf<PodStatus>(pod);
    return placedSpecOf(pod).nodeName === this.#nodeName && phase !== 'Succeeded' && phase !== 'Failed';
  }

  #settle(uid: string, pod: KubeObject, before: Occupant | undefined): void {
    if (before !== undefined) this.#leave(uid, before);
    const requests = requestsOf(pod);
    this.#requests = sumOf(this.#requests, requests);
    this.#occupants.set(uid, { requests, generation: pod.metadata.generation });
    const hostPorts = hostPortsOf(placedSpecOf(pod));
    if (hostPorts.length > 0) this.#hostPorts.set(uid, hostPorts);
  }

  #leave(uid: string, occupant: Occupant | undefined): void {
    if (occupant === undefined) return;
    this.#occupants.delete(uid);
    this.#hostPorts.delete(uid);
    this.#requests = sumOf(this.#requests, occupant.requests, -1);
    this.#tellRoom(this.#crowdedOut);
  }

  #tellRoom(waiting: ReadonlyMap<string, ObjectKey>): void {
    if (waiting.size > 0) this.#told?.onRoom([...waiting.values()]);
  }
}

/** Whether nobody has done anything with a Pod yet, and still it is on a node. */
function isPlacedAtOnce(pod: KubeObject): boolean {
  const { conditions = [] } = statusOf<PodStatus>(pod);
  return placedSpecOf(pod).nodeName !== undefined && conditions.length === 0;
}

/** Whether a Pod is one that the scheduler of the cluster has to find a place for. */
export function awaitsPlace(pod: KubeObject): boolean {
  const { nodeName, schedulerName = 'default-scheduler', schedulingGates = [] } = placedSpecOf(pod);
  if (nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) return false;
  if (schedulerName !== 'default-scheduler' || schedulingGates.length > 0) return false;
  const { phase } = statusOf<PodStatus>(pod);
  return phase !== 'Succeeded' && phase !== 'Failed' && pod.metadata.annotations?.[simulateAnnotation] !== 'Pending';
}

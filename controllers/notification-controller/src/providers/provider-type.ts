import type { FluxEvent } from '@flux19/runtime';
import type { Answer, Outgoing } from '../http/outgoing-request.ts';
import type { TokenMemory } from './shared/token-memory.ts';

/** Names one object of the cluster. */
interface ObjectIdentity {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
}

/** What is to be told. The metadata of the event is merged: keys have no group any more. */
export interface Notification {
  readonly event: FluxEvent;
  readonly alert: ObjectIdentity;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** A Provider with what its Secrets say. Absent texts are empty. */
export interface ProviderSettings {
  readonly provider: ObjectIdentity;
  readonly address: string;
  readonly channel: string;
  readonly username: string;
  readonly password: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole Secret, for what only single types read. */
  readonly secret: ReadonlyMap<string, string>;
  readonly serviceAccountName: string;
  /** Name of the commit status; empty for types that set none. */
  readonly commitStatus: string;
  /** Tokens that were had for credentials, until they expire. */
  readonly tokens: TokenMemory;
}

/**
 * A delivery without I/O: yields each request, is given the answer (or has a `SendError` thrown at it), and throws
 * {@link DeliveryError} when the answer is a refusal.
 */
export type Delivery = Generator<Outgoing, void, Answer>;

/** One type of Provider. */
export interface ProviderType {
  /** Value of `spec.type`. */
  readonly type: string;
  /**
   * Which events it is given: `message` those for people, `generic` also those that only update a commit status, `commitStatus`
   * and `changeRequest` those that name a commit or a change request.
   */
  readonly role: 'message' | 'generic' | 'commitStatus' | 'changeRequest';
  /** Checks the settings; throws {@link DeliveryError} when nothing can be sent with them. */
  open(settings: ProviderSettings): (notification: Notification) => Delivery;
}

import type { JsonObject, KubeObject } from '@flux19/objects';
import type { UserInfo } from '../access/user-info.ts';

/** One write on its way into the store. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly user: UserInfo;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural. */
  readonly resource: string;
  readonly subresource: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  /** Empty while a name is still to be generated. */
  readonly name: string;
  /** The new state; undefined on DELETE. Never modify it: return a changed copy. */
  readonly object: KubeObject | undefined;
  /** The stored state; undefined on CREATE. Never modify it. */
  readonly oldObject: KubeObject | undefined;
  readonly dryRun: boolean;
  /** CreateOptions, UpdateOptions or DeleteOptions as webhooks and policies see them. */
  readonly options: JsonObject;
  /** Tells the client something beside the answer. */
  readonly warn: (text: string) => void;
  /** Only while plug-ins change the object. */
  readonly rounds?: MutationRounds;
}

/** Plug-ins that change objects are asked twice when one of them wishes so, since they may depend on each other's changes. */
interface MutationRounds {
  readonly isSecond: boolean;
  /** To be set in the first round. */
  isSecondWanted: boolean;
  /** What a plug-in wants to know in the second round, by its name. */
  readonly notes: Map<string, unknown>;
}

/** What a write is about, before anybody looks at objects. */
export interface AdmissionSubject {
  readonly group: string;
  /** Plural. */
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
}

/**
 * A rule that every write passes: `mutate` between defaulting and validation, `validate` after it. Whatever answers with a
 * promise is awaited, and the write starts again when its object changed meanwhile; without one a write happens in one step.
 */
export interface AdmissionPlugin {
  readonly name: string;
  /** Group and plural of the resources that concern it (`apps/deployments`, `/pods`); undefined for all. */
  readonly resources?: ReadonlySet<string>;
  /** Returns the object to go on with. Throws a StatusError to refuse the write. */
  mutate?(request: AdmissionRequest): KubeObject | Promise<KubeObject>;
  /** Throws a StatusError to refuse the write; may return warnings, which the client gets as Warning headers. */
  validate?(request: AdmissionRequest): readonly string[] | undefined | Promise<readonly string[] | undefined>;
  /**
   * Whether even an update that changes nothing has to pass. Without it such updates are answered at once, so that what
   * the plug-in does to an UPDATE has to follow from the request.
   */
  repeats?(subject: AdmissionSubject): boolean;
}

import type { JsonObject, KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import type { UserInfo } from '../access/user-info.ts';

/** What the rules of a kind may ask about the write they look at. */
export interface WriteContext {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Reads another object, by group and plural; undefined when it does not exist. */
  read(resource: string, namespace: string, name: string): KubeObject | undefined;
  /** All objects of a resource, by group and plural. */
  list(resource: string): readonly KubeObject[];
  readonly dryRun: boolean;
  readonly userName: string;
  readonly user: UserInfo;
  /** Path below the object that is written to; empty for the object itself. */
  readonly subresource: string;
}

/** What a deletion says about what the object owns. */
interface DeletionWish {
  readonly orphanDependents: boolean | undefined;
  readonly propagationPolicy: string | undefined;
}

/** One column of a Table: https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description?: string;
  /** Columns above 0 are shown by `-o wide` only. */
  readonly priority?: number;
}

/** How a kind is printed. */
export interface Printer {
  readonly columns: readonly Column[];
  /** One cell per column. `now` is in milliseconds since the Unix epoch. */
  cells(object: KubeObject, now: number): readonly (string | number | boolean | null)[];
}

/**
 * What makes one kind different from the others. Every part is optional: a kind without rules is stored as its schema
 * allows. Objects given to functions named `default…` or `prepare…` are private copies and changed in place; all others
 * are only read.
 */
export interface KindRules {
  /** Fills in what kube-apiserver fills in when it reads the object. */
  readonly setDefaults?: (object: JsonObject) => void;
  /** Sets what only the server may set, before a creation is validated. */
  readonly prepareForCreate?: (object: JsonObject, context: WriteContext) => void;
  /** Keeps what the client may not change, before an update is validated. */
  readonly prepareForUpdate?: (object: JsonObject, old: KubeObject, context: WriteContext) => void;
  /** Normalises, after validation, what is equal in different forms. */
  readonly prepareForStatusUpdate?: (object: JsonObject, old: KubeObject, context: WriteContext) => void;
  readonly validate?: (object: KubeObject, context: WriteContext) => FieldError[];
  readonly validateUpdate?: (object: KubeObject, old: KubeObject, context: WriteContext) => FieldError[];
  readonly validateStatusUpdate?: (object: KubeObject, old: KubeObject) => FieldError[];
  /** Texts for Warning headers. */
  readonly warnings?: (object: KubeObject, old: KubeObject | undefined) => string[];
  /** Complaints about a name; without it, names that make a URL segment are allowed. */
  readonly validateName?: (name: string, isPrefix: boolean) => string[];
  /** Whether `metadata.generation` counts changes of the spec. */
  readonly hasGeneration?: boolean;
  /** Fields whose change counts; `spec` where nothing is said. */
  readonly generationFields?: readonly (readonly string[])[];
  /** Fields that no write of the object itself owns; `status` where nothing is said and the kind has one. */
  readonly resetFields?: readonly (readonly string[])[];
  /** Fields that a write of the status never changes; `spec` where nothing is said. */
  readonly statusResetFields?: readonly (readonly string[])[];
  /** A creation may bring its status along, as a Node's does. */
  readonly keepsStatusOnCreate?: boolean;
  /** Fields that field selectors may name beside `metadata.name` and `metadata.namespace`. */
  readonly selectableFields?: (object: JsonObject) => Readonly<Record<string, string>>;
  /** Other names of selectable fields. */
  readonly fieldAliases?: Readonly<Record<string, string>>;
  /** Selectable fields that only another group may select. */
  readonly hiddenFields?: readonly string[];
  /** The message about a field that cannot be selected. */
  readonly unknownField?: (field: string) => string;
  /** A deletion answers with the object rather than with a Status. */
  readonly returnsDeletedObject?: boolean;
  /** PUT creates the object when it does not exist. */
  readonly allowCreateOnUpdate?: boolean;
  /** PUT needs a resourceVersion. */
  readonly requiresResourceVersion?: boolean;
  /** Seconds that a deletion waits for somebody to stop the object gracefully; undefined deletes at once. */
  readonly gracePeriodSeconds?: (object: KubeObject, asked: number | undefined) => number | undefined;
  /** Whether the garbage collector's finalizers may be put on the object. Default true. */
  readonly isCollectable?: boolean;
  /** Whether a deletion that says nothing else orphans what the object owns. */
  readonly orphansByDefault?: boolean;
  /** Texts for the Warning headers of a deletion. */
  readonly deletionWarnings?: (options: DeletionWish) => readonly string[];
  /** Something that keeps a deletion from happening at once, as a namespace's finalizers do; changes the object in place. */
  readonly prepareForDelete?: (object: JsonObject, context: WriteContext) => void;
  /** Whether an object that is being deleted may go now. Default: when no finalizers are left. */
  readonly mayVanish?: (object: KubeObject) => boolean;
  readonly printer?: Printer;
  /** Brings a stored object into another version of its group, or an object of that version into the stored one. */
  readonly convert?: (object: KubeObject, apiVersion: string) => KubeObject;
}

import type { JsonObject, JsonValue } from '@flux19/objects';

/** Requests about one subject. Every server hears the same story, and answers from what the requests before have made. */
export interface Story {
  /** Kebab-case; the name of the file with the recorded answers. */
  readonly subject: string;
  /** Sends the requests, one after the other. Leaves nothing behind that other stories could meet. */
  readonly tell: (api: StoryApi) => Promise<void>;
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface RequestOptions {
  /** Whose token is sent. Default `admin`; `nobody` sends none. */
  readonly as?: 'admin' | 'reader' | 'nobody';
  readonly headers?: Readonly<Record<string, string>>;
  /** What is recorded of a body too large to keep. */
  readonly keep?: (body: JsonValue) => JsonValue;
  /** Repeats the request until its answer is as wanted: for what a server does in the background. The last answer counts. */
  readonly until?: (answer: StoryAnswer) => boolean;
}

/** An answer, for the requests that follow from it. */
export interface StoryAnswer {
  readonly status: number;
  /** An empty object where the body is no JSON object. */
  readonly body: JsonObject;
  /** The text at a path such as `metadata.uid`; empty where there is none. */
  text(path: string): string;
}

/** A watch that has been opened. */
export interface StoryWatch {
  /** Records so many of the events that come. Fails when they do not come within seconds. */
  events(title: string, count: number): Promise<readonly JsonObject[]>;
  /** Records all events until the server ends the stream. */
  toTheEnd(title: string): Promise<void>;
  close(): Promise<void>;
}

/** What a story is told with. Each request is recorded under its title. Bodies that are text are sent as they are. */
export interface StoryApi {
  send(
    title: string,
    method: string,
    path: string,
    options?: RequestOptions & { readonly body?: unknown },
  ): Promise<StoryAnswer>;
  get(title: string, path: string, options?: RequestOptions): Promise<StoryAnswer>;
  create(title: string, path: string, body: unknown, options?: RequestOptions): Promise<StoryAnswer>;
  replace(title: string, path: string, body: unknown, options?: RequestOptions): Promise<StoryAnswer>;
  /** A body holds the options of the deletion. */
  remove(title: string, path: string, body?: unknown, options?: RequestOptions): Promise<StoryAnswer>;
  patch(title: string, type: PatchType, path: string, body: unknown, options?: RequestOptions): Promise<StoryAnswer>;
  watch(path: string, options?: RequestOptions): Promise<StoryWatch>;
  /** Makes a namespace with a default service account, which nobody else makes on a bare API server. Returns its path. */
  namespace(name: string): Promise<string>;
  /** Takes away what is left of a namespace's own finalizer. */
  endNamespace(name: string): Promise<void>;
}

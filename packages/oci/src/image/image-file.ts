/** One thing of a layer. Paths have `/` between names and none in front. */
export type ImageFile =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly content: Uint8Array;
      /** Permission bits; 0o644 when absent. */
      readonly mode?: number;
    }
  | { readonly kind: 'folder'; readonly path: string; readonly mode?: number }
  /** Symbolic. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

/** How an image is run, and on what. */
export interface ImageSettings {
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** `8080/tcp` */
  readonly exposedPorts?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly workingFolder?: string;
  readonly user?: string;
  /** RFC 3339. */
  readonly created?: string;
}

/** What an image runs on. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Names content by its digest. */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:<hex>` */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly artifactType?: string;
  readonly platform?: Platform;
}

/** The manifest of one image or artifact. */
export interface ImageManifest {
  readonly schemaVersion: 2;
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  /** What this one is about: a signature names the image that it signs. */
  readonly subject?: Descriptor;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A list of manifests, mostly one for each platform. */
export interface ImageIndex {
  readonly schemaVersion: 2;
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly manifests: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A manifest as it came, its bytes verified by the digest of the descriptor. */
export type FetchedManifest =
  | {
      readonly kind: 'image';
      readonly descriptor: Descriptor;
      readonly bytes: Uint8Array;
      readonly manifest: ImageManifest;
    }
  | {
      readonly kind: 'index';
      readonly descriptor: Descriptor;
      readonly bytes: Uint8Array;
      readonly manifest: ImageIndex;
    };

/** The manifest of one image. */
export type FetchedImage = Extract<FetchedManifest, { kind: 'image' }>;

/** Whom to believe: owners of keys, or people and machines that an authority vouches for. */
export type CosignTrust =
  | {
      readonly kind: 'keys';
      /** PEM; one of them has to have signed. ECDSA, RSA and Ed25519. */
      readonly keys: readonly string[];
    }
  | {
      readonly kind: 'keyless';
      /** Go regexps for issuer and subject of the certificate, of which one pair has to match; none: anybody that the root vouches for. */
      readonly identities: readonly { readonly issuer: string; readonly subject: string }[];
      /** Sigstore's `trusted_root.json`. */
      readonly trustedRoot: string;
    };

/** What may be a signature for one image: a payload with a detached signature, or a bundle. */
export type SignatureMaterial =
  | {
      readonly kind: 'simple';
      readonly payload: Uint8Array;
      /** Base64. */
      readonly signature: string;
      readonly annotations: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'bundle'; readonly bytes: Uint8Array };

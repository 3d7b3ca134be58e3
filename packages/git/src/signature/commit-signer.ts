/** Makes an armoured signature over the bytes of a commit. Throws `SignatureError`. */
export type CommitSigner = (payload: Uint8Array) => Promise<string>;

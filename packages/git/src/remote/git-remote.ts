/** What proves to a server who asks. Which fields count depends on the URL's scheme. */
export interface GitCredentials {
  /** http and https: basic authentication. ssh: the user, before the URL's own and `git`. */
  readonly username?: string;
  /** http and https: basic authentication. ssh: passphrase of the key. */
  readonly password?: string;
  /** http and https, instead of username and password. */
  readonly bearerToken?: string;
  /** PEM; certificates to trust besides the system's. */
  readonly certificateAuthority?: string;
  /** PEM; with `clientKey`. */
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  /** ssh: private key, PEM or OpenSSH. */
  readonly identity?: string;
  /** ssh: the keys of the servers that may be talked to, in OpenSSH's format. Required. */
  readonly knownHosts?: string;
}

/** A proxy for http and https remotes. */
export interface GitProxy {
  /** `http://`, `https://` or `socks5://` with host and port. */
  readonly address: string;
  readonly username?: string;
  readonly password?: string;
}

/** A repository elsewhere and how to reach it. */
export interface GitRemote {
  /** `https://`, `http://` or `ssh://`; `file://` only where the client was made with `allowLocal`. */
  readonly url: string;
  readonly credentials?: GitCredentials;
  readonly proxy?: GitProxy;
}

/** What cannot be used in a kubeconfig, and where it stands. Never holds a secret. */
export class KubeconfigError extends Error {
  override readonly name: string = 'KubeconfigError';
}

/** The kubeconfig wants to start a program, which was not allowed. `message` says how to allow it. */
export class ExecNotAllowedError extends KubeconfigError {
  override readonly name = 'ExecNotAllowedError';
}

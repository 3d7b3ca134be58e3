/** A Go program of others that the tests run, as `go.mod` of the reference clients pins it. */
export interface ReferenceProgram {
  /** Name of the built file. */
  readonly name: string;
  /** Import path of its main package. */
  readonly package: string;
  /** Module that holds it. */
  readonly module: string;
  /** A Go variable that its release build sets to the version. */
  readonly versionVariable?: string;
}

const controller = (name: string): ReferenceProgram => ({
  name,
  package: `github.com/fluxcd/${name}`,
  module: `github.com/fluxcd/${name}`,
});

/** The controllers of Flux. */
export const referenceControllers: readonly ReferenceProgram[] = [
  controller('source-controller'),
  controller('kustomize-controller'),
  controller('notification-controller'),
  controller('image-reflector-controller'),
  controller('image-automation-controller'),
  controller('helm-controller'),
];

/** All programs, those first that build fastest. */
export const referencePrograms: readonly ReferenceProgram[] = [
  {
    name: 'helm3',
    package: 'helm.sh/helm/v3/cmd/helm',
    module: 'helm.sh/helm/v3',
    versionVariable: 'helm.sh/helm/v3/internal/version.version',
  },
  {
    name: 'helm4',
    package: 'helm.sh/helm/v4/cmd/helm',
    module: 'helm.sh/helm/v4',
    versionVariable: 'helm.sh/helm/v4/internal/version.version',
  },
  {
    name: 'flux',
    package: 'github.com/fluxcd/flux2/v2/cmd/flux',
    module: 'github.com/fluxcd/flux2/v2',
    versionVariable: 'main.VERSION',
  },
  ...referenceControllers,
];

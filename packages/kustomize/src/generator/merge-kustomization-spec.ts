/** The part of Flux's Kustomization `spec` that shapes the build. */
export interface KustomizationSpec {
  readonly targetNamespace?: string | undefined;
  readonly namePrefix?: string | undefined;
  readonly nameSuffix?: string | undefined;
  readonly commonMetadata?:
    | {
        readonly labels?: Readonly<Record<string, string>> | undefined;
        readonly annotations?: Readonly<Record<string, string>> | undefined;
      }
    | undefined;
  readonly patches?:
    | readonly { readonly patch: string; readonly target?: Readonly<Record<string, string>> | undefined }[]
    | undefined;
  readonly images?:
    | readonly {
        readonly name: string;
        readonly newName?: string;
        readonly newTag?: string;
        readonly digest?: string;
      }[]
    | undefined;
  readonly components?: readonly string[] | undefined;
  readonly ignoreMissingComponents?: boolean | undefined;
  readonly buildMetadata?: readonly string[] | undefined;
}

/** A kustomization with a spec merged over it in Flux's order; neither argument is changed. `hasFolder` answers whether a component exists. */
export function mergeKustomizationSpec(
  _kustomization: Readonly<Record<string, unknown>>,
  _spec: KustomizationSpec,
  _hasFolder: (path: string) => boolean,
): Readonly<Record<string, unknown>> {
  throw new Error('not yet');
}

/** A value that YAML and JSON share. `bigint` stands only for integers beyond 2^53. Assignable to and from the JsonValue of @flux19/objects. */
export type YamlValue = null | boolean | number | bigint | string | YamlValue[] | YamlMapping;

/** A mapping. It has the ordinary prototype; a key `__proto__` is an own property. */
export interface YamlMapping {
  [key: string]: YamlValue | undefined;
}

/**
 * Which Go library's scalar rules apply: `sigs` is sigs.k8s.io/yaml (kubectl, Flux: YAML 1.1 booleans such as `yes`, keys in natural
 * order), `v3` is go.yaml.in/yaml/v3 (kustomize's nodes: `yes` is a string).
 */
export type YamlDialect = 'sigs' | 'v3';

import { emptyConfig, mergeConfigs, type TransformerConfig } from '../config/transformer-config.ts';
import { ResourceList } from '../resources/resource-list.ts';
import { mergeVariables, type VariableSet } from './variable-set.ts';

/** What a folder yields: resources, and what is known about their fields. */
export class Accumulator {
  readonly list: ResourceList = new ResourceList();
  config: TransformerConfig = emptyConfig;
  variables: VariableSet = new Map();

  /** Adds what another folder yielded. Throws when ids or variables clash. */
  merge(other: Accumulator): void {
    this.list.appendAll(other.list.resources);
    this.config = mergeConfigs(this.config, other.config);
    this.variables = mergeVariables(this.variables, other.variables.values());
  }
}

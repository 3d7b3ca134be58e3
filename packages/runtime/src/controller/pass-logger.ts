import { parseApiVersion } from '@flux19/objects';
import type { Logger } from '../logs/logger.ts';
import type { ControllerDefinition } from './controller-definition.ts';
import type { ObjectKey } from './object-key.ts';

/** A logger whose lines say which pass they belong to, with the keys of controller-runtime. */
export function passLogger(
  log: Logger,
  definition: ControllerDefinition,
  { namespace, name }: ObjectKey,
  reconcileID: string,
): Logger {
  const { kind, apiVersion } = definition.resource;
  return log.with({
    controller: definition.name,
    controllerGroup: parseApiVersion(apiVersion).group,
    controllerKind: kind,
    [kind]: { name, namespace },
    namespace,
    name,
    reconcileID,
  });
}

import { isDns1123Label, type JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { duplicateField, forbiddenField, invalidField, requiredField } from '../../errors/field-errors.ts';
import { objectField, textField } from '../../json/fields.ts';

/** Fields of sources that must be given. */
const requiredOfSource: Readonly<Record<string, string>> = {
  configMap: 'name',
  secret: 'secretName',
  hostPath: 'path',
  persistentVolumeClaim: 'claimName',
};

/** Complaints about the volumes of a pod. */
export function volumeErrors(volumes: readonly JsonObject[], path: string): FieldError[] {
  const names = new Set<string>();
  return volumes.flatMap((volume, index) => {
    const here = `${path}[${index}]`;
    const name = textField(volume, 'name');
    const errors = sourceErrors(volume, here);
    if (name === '') errors.push(requiredField(`${here}.name`));
    else errors.push(...isDns1123Label(name).map((text) => invalidField(`${here}.name`, name, text)));
    if (names.has(name)) errors.push(duplicateField(`${here}.name`, name));
    if (errors.length === 0) names.add(name);
    return errors;
  });
}

function sourceErrors(volume: JsonObject, path: string): FieldError[] {
  const sources = Object.keys(volume).filter((key) => key !== 'name');
  if (sources.length === 0) return [requiredField(path, 'must specify a volume type')];
  const errors = sources
    .slice(1)
    .map((extra) => forbiddenField(`${path}.${extra}`, 'may not specify more than 1 volume type'));
  for (const source of sources) {
    const needed = requiredOfSource[source];
    if (needed !== undefined && textField(objectField(volume, source), needed) === '') {
      errors.push(requiredField(`${path}.${source}.${needed}`));
    }
  }
  return errors;
}

import { define, GoStruct, type GoStructType, type GoValue } from '@flux19/templates';
import {
  type Change,
  changesOf,
  type ObjectIdentifier,
  objectsOf,
  type UpdateResult,
} from '../setters/update-result.ts';

/** What a message template is given besides the changes. */
export interface MessageContext {
  readonly namespace: string;
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

const namespacedName: GoStructType = {
  name: 'types.NamespacedName',
  fields: ['Namespace', 'Name'],
  print: (self) => `${String(self.get('Namespace'))}/${String(self.get('Name'))}`,
  methods: new Map([['String', (self) => define([], () => namespacedName.print?.(self))]]),
};
const typeMeta: GoStructType = { name: 'yaml.TypeMeta', fields: ['APIVersion', 'Kind'] };
const nameMeta: GoStructType = { name: 'yaml.NameMeta', fields: ['Name', 'Namespace'] };
const resourceIdentifier: GoStructType = {
  name: 'yaml.ResourceIdentifier',
  fields: ['TypeMeta', 'NameMeta'],
  embedded: ['TypeMeta', 'NameMeta'],
};
const objectIdentifier: GoStructType = {
  name: 'update.ObjectIdentifier',
  fields: ['ResourceIdentifier'],
  embedded: ['ResourceIdentifier'],
};
const changeType: GoStructType = { name: 'update.Change', fields: ['OldValue', 'NewValue', 'Setter'] };
const templateData: GoStructType = {
  name: 'source.TemplateData',
  fields: ['AutomationObject', 'Changed', 'Values'],
};

/** The value that message templates see, with the names and types that Flux documents. */
export function templateDataOf(result: UpdateResult, { namespace, name, values }: MessageContext): GoStruct {
  const resultType: GoStructType = {
    name: 'update.Result',
    fields: ['FileChanges'],
    methods: new Map([
      ['Objects', () => define([], () => objectMap(objectsOf(result)))],
      ['Changes', () => define([], () => changesOf(result).map(changeStruct))],
    ]),
  };
  const files = [...result].map(([file, objects]): [string, GoValue] => [file, objectMap(objects)]);
  return new GoStruct(templateData, {
    AutomationObject: new GoStruct(namespacedName, { Namespace: namespace, Name: name }),
    Changed: new GoStruct(resultType, { FileChanges: Object.fromEntries(files) }),
    Values: { ...values },
  });
}

function objectMap(objects: ReturnType<typeof objectsOf>): GoValue {
  return new Map<GoValue, GoValue>(
    objects.map(({ object, changes }) => [identifierStruct(object), changes.map(changeStruct)]),
  );
}

function identifierStruct({ apiVersion, kind, name, namespace }: ObjectIdentifier): GoStruct {
  const identifier = new GoStruct(resourceIdentifier, {
    TypeMeta: new GoStruct(typeMeta, { APIVersion: apiVersion, Kind: kind }),
    NameMeta: new GoStruct(nameMeta, { Name: name, Namespace: namespace }),
  });
  return new GoStruct(objectIdentifier, { ResourceIdentifier: identifier });
}

function changeStruct({ oldValue, newValue, setter }: Change): GoStruct {
  return new GoStruct(changeType, { OldValue: oldValue, NewValue: newValue, Setter: setter });
}

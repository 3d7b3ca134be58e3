/** A type as a types.go file of Kubernetes declares it: another name of a type, or a struct. */
export interface GoDeclaration {
  /** With its package: `core.Pod`. */
  readonly name: string;
  readonly alias?: string;
  /** The name of an embedded struct's field is `+`. */
  readonly fields?: readonly { readonly name: string; readonly type: string }[];
}

const simple: ReadonlySet<string> = new Set([
  'string',
  'bool',
  'int',
  'int32',
  'int64',
  'float64',
  'byte',
  'uint8',
  'uint32',
  'any',
  'interface{}',
]);

/** Reads the declarations of a file; types of the same package get its name. */
export function readDeclarations(text: string, home: string): GoDeclaration[] {
  const result: GoDeclaration[] = [];
  for (const [, name = '', body = ''] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm)) {
    result.push({ name: `${home}.${name}`, fields: readFields(body, home) });
  }
  for (const [, name = '', type = ''] of text.matchAll(/^type (\w+) (?:= )?((?:\[\]|map\[[\w.]+\])?[\w.]+)$/gm)) {
    result.push({ name: `${home}.${name}`, alias: qualify(type, home) });
  }
  return result;
}

function readFields(body: string, home: string): { name: string; type: string }[] {
  const fields: { name: string; type: string }[] = [];
  for (const line of body.split('\n')) {
    const code = line
      .replace(/\/\/.*$/, '')
      .replace(/`.*`/, '')
      .trim();
    const [, name = '', type = ''] = /^(\w+)\s+(\S+)$/.exec(code) ?? [];
    if (name !== '') fields.push({ name, type: qualify(type, home) });
    else if (/^[\w.]+$/.test(code)) fields.push({ name: '+', type: qualify(code, home) });
  }
  return fields;
}

function qualify(type: string, home: string): string {
  const [, prefix = '', name = ''] = /^((?:\*|\[\]|map\[[^\]]*\])*)(.*)$/.exec(type) ?? [];
  const known = name.replace(/^api\./, 'core.').replace(/^(v1|metav1)\./, 'meta.');
  return prefix + (simple.has(name) || name.includes('.') ? known : `${home}.${name}`);
}

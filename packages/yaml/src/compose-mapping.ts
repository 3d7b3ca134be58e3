import { ComposeFault } from './compose-fault.ts';
import type { Composer } from './composer.ts';
import { keyText } from './key-text.ts';
import type { YamlMapping, YamlValue } from './yaml-value.ts';

/** Builds a mapping after its first event. Throws ComposeFault for a key that occurs twice, as the Kubernetes API does. */
export function readMapping(composer: Composer, isFlow: boolean, start: number): YamlMapping {
  const mapping: YamlMapping = {};
  // Keys the mapping has of its own; kept apart only once a merge key was met.
  let written: Set<string> | undefined;
  while (!composer.takePop()) {
    const { event, text, isMerge } = composer.readKey();
    if (isMerge) {
      written ??= new Set(Object.keys(mapping));
      readMerge(composer, mapping, written, start);
      continue;
    }
    const key = keyText(composer, event, text);
    const value = composer.readValue(isFlow);
    if (key === undefined) continue;
    const isKnown = written === undefined ? hasKey(mapping, key) : written.has(key);
    if (isKnown) composer.onDuplicateKey?.(key, event.valueStart);
    if (isKnown && composer.onDuplicateKey === undefined) {
      throw new ComposeFault(`mapping key ${JSON.stringify(key)} already defined`, event.valueStart, duplicateHint);
    }
    written?.add(key);
    setKey(mapping, key, value);
  }
  return mapping;
}

const duplicateHint = 'remove one of the two, or move it where it belongs: the indentation decides';

/** `<<` takes a mapping, or a list in which earlier mappings win. */
function readMerge(composer: Composer, mapping: YamlMapping, written: ReadonlySet<string>, start: number): void {
  const value = composer.readValue(false);
  const sources = Array.isArray(value) ? value : [value];
  for (const source of sources.toReversed()) {
    if (!isMapping(source)) {
      throw new ComposeFault('map merge requires map or sequence of maps as the value', start);
    }
    for (const key of Object.keys(source)) {
      // sigs.k8s.io/yaml lets a merge replace what stands above it; v3 never lets it replace a key of the mapping.
      if (composer.dialect === 'v3' && written.has(key)) continue;
      setKey(mapping, key, source[key] ?? null);
    }
  }
}

function isMapping(value: YamlValue): value is YamlMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `hasOwn` is asked only where something answers to the name: most keys are new. */
function hasKey(mapping: YamlMapping, key: string): boolean {
  return mapping[key] !== undefined && Object.hasOwn(mapping, key);
}

/** Assignment to `__proto__` would reach the prototype. */
function setKey(mapping: YamlMapping, key: string, value: YamlValue): void {
  if (key === '__proto__') {
    Object.defineProperty(mapping, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    mapping[key] = value;
  }
}

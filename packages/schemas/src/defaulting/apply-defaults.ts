import type { JsonValue, StructuralSchema } from '@flux19/objects';

/** Fills in defaults in place, and replaces nulls that may not be null by their default. Nulls in lists and maps too. */
export function applyDefaults(_value: JsonValue | undefined, _schema: StructuralSchema | undefined): void {}

/** Removes, in place, nulls of fields that may not be null and have no default; run before {@link applyDefaults} when reading requests. */
export function pruneNulls(_value: JsonValue | undefined, _schema: StructuralSchema | undefined): void {}

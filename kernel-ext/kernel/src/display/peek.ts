/**
 * Some properties of a value that may be anything: one whose getter throws is as good as absent. For asking what a value
 * is; whoever knows that reads it as usual.
 */
export function peek<Key extends string>(
  value: object,
  ...keys: readonly Key[]
): Partial<Record<Key, unknown>> {
  const found: Partial<Record<Key, unknown>> = {};
  for (const key of keys) {
    try {
      found[key] = (value as Readonly<Record<Key, unknown>>)[key];
    } catch {
      // Not for us, then.
    }
  }
  return found;
}

/* What a spec or data can be called to make whoever shows it run a script, or a terminal clear its screen. */
export const hostileNames = [
  `<img src=x onerror="window.__hit=1">`,
  `"><script>window.__hit=1</script>`,
  `<a href="javascript:window.__hit=1">class</a>`,
  `%{x} %{customdata[0]} \`\`\` ![x](x"onerror="window.__hit=1)`,
  "\u001B[2J\u009B31m\u202E\u0000",
] as const;

/** Every text that is one of `names` replaced, as a value and as a key. */
export function renamed<Value>(value: Value, names: readonly string[]): Value {
  const other = (text: string): string => {
    const at = names.indexOf(text);
    return at < 0
      ? text
      : `${hostileNames[at % hostileNames.length]!}${Math.floor(at / hostileNames.length)}`;
  };
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") return other(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [other(key), key === "type" ? inner : walk(inner)]),
    );
  };
  return walk(value) as Value;
}

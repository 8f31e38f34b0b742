/** `key` as one segment of an RFC 6901 pointer. */
function escapeSegment(key: string | number): string {
  return String(key).replace(/~/g, "~0").replace(/\//g, "~1");
}

/** The pointer of `keys` below `base`. */
export function pointerTo(base: string, ...keys: (string | number)[]): string {
  return base + keys.map((key) => `/${escapeSegment(key)}`).join("");
}

/** The segments of `pointer`, unescaped. */
export function pointerSegments(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replace(/~1/g, "/").replace(/~0/g, "~"));
}

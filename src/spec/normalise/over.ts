/**
 * Curves that do not say over how many epochs they go get `epochs`, wherever they stand in a value. In place: give it what
 * nobody else holds.
 */
export function fillOver(value: object, epochs: number): void {
  // What is still to be looked at; not calls, which go only so deep.
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const { from, to, over } = next as Readonly<Record<string, unknown>>;
    // Elsewhere `from` names what enters.
    if (typeof from === "number" && typeof to === "number" && over === undefined)
      Object.assign(next, { over: epochs });
    for (const part of Object.values(next)) open.push(part ?? null);
  }
}

/** Calls for each object and list inside of a value, itself first; the last of its parts before the others. */
export function eachPart(value: object, call: (part: object) => void): void {
  // What is still to be looked at; not calls, which go only so deep.
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    call(next);
    for (const part of Object.values(next)) open.push(part ?? null);
  }
}

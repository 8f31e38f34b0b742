import { eachPart } from "./parts";

/**
 * Curves that do not say over how many epochs they go get `epochs`, wherever they stand in a value. In place: give it what
 * nobody else holds.
 */
export function fillOver(value: object, epochs: number): void {
  eachPart(value, (part) => {
    const { from, to, over } = part as Readonly<Record<string, unknown>>;
    // Elsewhere `from` names what enters.
    if (typeof from === "number" && typeof to === "number" && over === undefined)
      Object.assign(part, { over: epochs });
  });
}

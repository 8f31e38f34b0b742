import type { Node } from "jsonc-parser";
import { pointerSegments } from "../pointer";
import type { Problem } from "../problem";
import { propertiesOf } from "./tree";

type Properties = ReadonlyMap<unknown, { readonly key: Node; readonly value: Node }>;

/** Where in a text problems are. Each object that is passed on the way is indexed once, however many problems it has. */
export class PlaceIndex {
  readonly #properties = new Map<Node, Properties>();

  constructor(readonly root: Node) {}

  /** Where the key or the value that a problem points at begins; where it has none in the text, the nearest around it. */
  offsetOf(problem: Pick<Problem, "pointer" | "key">): number {
    let node = this.root;
    let offset = node.offset;
    for (const segment of pointerSegments(problem.pointer)) {
      if (node.type === "array") {
        const child = node.children?.[Number(segment)];
        if (!child) return offset;
        node = child;
        offset = node.offset;
      } else {
        const property = this.#propertiesOf(node).get(segment);
        if (!property) return offset;
        node = property.value;
        offset = problem.key ? property.key.offset : node.offset;
      }
    }
    return offset;
  }

  #propertiesOf(node: Node): Properties {
    let found = this.#properties.get(node);
    if (!found) {
      // Reversed, so that of a key that stands twice the first one counts.
      const properties = propertiesOf(node).reverse();
      found = new Map(properties.map((property) => [property.key.value as unknown, property]));
      this.#properties.set(node, found);
    }
    return found;
  }
}

import type { Node } from "jsonc-parser";

/** The keys of an object in a parsed text, with their values; nothing for another kind of value. */
export function propertiesOf(node: Node): { key: Node; value: Node }[] {
  if (node.type !== "object") return [];
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key && value ? [{ key, value }] : [];
  });
}

import type { Node } from "jsonc-parser";

/** The keys of an object in a parsed text, with their values; nothing for another kind of value. */
export function propertiesOf(node: Node): { key: Node; value: Node }[] {
  const properties: { key: Node; value: Node }[] = [];
  if (node.type !== "object") return properties;
  for (const { children } of node.children ?? []) {
    const key = children?.[0];
    const value = children?.[1];
    if (key && value) properties.push({ key, value });
  }
  return properties;
}

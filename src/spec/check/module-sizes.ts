import type { GraphSpec, NodeSpec, StackItem } from "../language";
import { pointerTo } from "../pointer";
import { modulesInOrder } from "./module-order";
import { branchesOf, isOwn, nodesIn, stacksIn, usesIn, type Part, type WrittenUse } from "./stacks";

type Modules = NonNullable<GraphSpec["modules"]>;

/** The uses of modules in each module. */
export function usesOfModules(modules: Modules): Map<string, readonly WrittenUse[]> {
  const isModule = (name: string) => Object.hasOwn(modules, name);
  return new Map(
    Object.entries(modules).map(([name, content]) => [
      name,
      [...usesIn(content, pointerTo("/modules", name), isModule)],
    ]),
  );
}

/** How many layers modules are when written out, and how deep they go: from the inside out, each module once. */
export class ModuleSizes {
  readonly #layers = new Map<string, number>();
  readonly #depth = new Map<string, number>();

  /** @param modules none of which contains itself */
  constructor(modules: Modules) {
    for (const name of modulesInOrder(usesOfModules(modules)).order) {
      const content = modules[name]!;
      this.#layers.set(name, this.#layersIn(content));
      this.#depth.set(
        name,
        1 + (Array.isArray(content) ? this.depthOf(content) : this.#deepest(content.nodes)),
      );
    }
  }

  /** Layers of a stack with its modules written out. */
  layersOf(items: readonly StackItem[]): number {
    return items.reduce((sum, item) => sum + this.#layersOfOne(item), 0);
  }

  /** Layers of the module that a node is; 0 of any other. */
  layersOfNode(node: NodeSpec): number {
    return !isOwn(node) && node.type === "module" ? (this.#layers.get(node.module) ?? 0) : 0;
  }

  /** The first module that has more than so many inside one another, itself included. */
  tooDeep(most: number): { readonly name: string; readonly depth: number } | undefined {
    for (const [name, depth] of this.#depth) if (depth > most) return { name, depth };
    return undefined;
  }

  /** How many networks within and modules there are inside one another, at most. */
  depthOf(part: Part): number {
    if (Array.isArray(part)) return part.reduce((most, item) => Math.max(most, this.#depthOfItem(item)), 0);
    if (isOwn(part)) return 0;
    if ("type" in part && part.type === "module") return this.#depthOfModule(part.module);
    const inside = branchesOf(part, "").reduce((most, { branch }) => Math.max(most, this.depthOf(branch)), 0);
    const layers = "layers" in part && part.layers ? this.depthOf(part.layers) : 0;
    return Math.max(inside, layers, "nodes" in part ? 1 + this.#deepest(part.nodes) : 0);
  }

  #deepest(nodes: Readonly<Record<string, NodeSpec>>): number {
    return Object.values(nodes).reduce((most, node) => Math.max(most, this.depthOf(node)), 0);
  }

  #layersIn(part: Part): number {
    let layers = 0;
    for (const { items } of stacksIn(part, "")) layers += this.layersOf(items);
    for (const { node } of nodesIn(part, "")) layers += 1 + this.layersOfNode(node);
    return layers;
  }

  #layersOfOne(item: StackItem): number {
    if (typeof item === "string") return this.#layers.get(item) ?? 1;
    return item.type === "module" ? (this.#layers.get(item.module) ?? 0) : 1;
  }

  #depthOfItem(item: StackItem): number {
    return this.#depthOfModule(typeof item === "string" ? item : item.type === "module" ? item.module : "");
  }

  #depthOfModule(name: string): number {
    return this.#depth.get(name) ?? 0;
  }
}

import type { ModuleNode, StackItem } from "../language";
import { moduleOf, modulesInOrder } from "./module-order";

/** How many layers modules are when written out, and how deep they go: from the inside out, each module once. */
export class ModuleSizes {
  readonly #layers = new Map<string, number>();
  readonly #depth = new Map<string, number>();
  readonly #modules: Readonly<Record<string, readonly StackItem[]>>;

  /** @param modules none of which contains itself */
  constructor(modules: Readonly<Record<string, readonly StackItem[]>>) {
    this.#modules = modules;
    for (const name of modulesInOrder(new Map(Object.entries(modules))).order) {
      const items = modules[name] ?? [];
      this.#layers.set(name, this.layersOf(items));
      const inside = items.reduce((most, item) => Math.max(most, this.#depthOf(item)), 0);
      this.#depth.set(name, 1 + inside);
    }
  }

  /** Layers of a stack with its modules written out. */
  layersOf(items: readonly (StackItem | ModuleNode)[]): number {
    return items.reduce((sum, item) => {
      const module = moduleOf(item, (name) => Object.hasOwn(this.#modules, name));
      return sum + (module === undefined ? 1 : (this.#layers.get(module) ?? 0));
    }, 0);
  }

  /** The first module that has more than so many inside one another, itself included. */
  tooDeep(most: number): { readonly name: string; readonly depth: number } | undefined {
    for (const [name, depth] of this.#depth) if (depth > most) return { name, depth };
    return undefined;
  }

  #depthOf(item: StackItem): number {
    const module = moduleOf(item, (name) => Object.hasOwn(this.#modules, name));
    return module === undefined ? 0 : (this.#depth.get(module) ?? 0);
  }
}

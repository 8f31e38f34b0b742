import type { ModuleNode, StackItem } from "../language";

/** The module that an item names, bare or written out; `undefined` for all else. */
export function moduleOf(
  item: StackItem | ModuleNode,
  isModule: (name: string) => boolean,
): string | undefined {
  const name = typeof item === "string" ? item : item.type === "module" ? item.module : undefined;
  return name !== undefined && isModule(name) ? name : undefined;
}

/** Of a longer way round only the beginning is kept. */
const longest = 40;

/** A use that closes a circle: the item `index` of the module `name`. */
interface Circle {
  readonly name: string;
  readonly index: number;
  /** From a module round to itself. */
  readonly names: readonly string[];
}

/**
 * The modules from the inside out: each after those that it contains; and each circle once, at the use that closes it.
 * With a stack of its own: modules may go deeper than calls may.
 */
export function modulesInOrder(modules: ReadonlyMap<string, readonly StackItem[]>): {
  order: string[];
  circles: Circle[];
} {
  const isModule = (name: string) => modules.has(name);
  const order: string[] = [];
  const circles: Circle[] = [];
  /** Name -> its place in the trail. */
  const open = new Map<string, number>();
  const done = new Set<string>();
  for (const first of modules.keys()) {
    const trail = [{ name: first, next: 0 }];
    while (trail.length > 0) {
      const here = trail[trail.length - 1]!;
      const { name } = here;
      if (here.next === 0) open.set(name, trail.length - 1);
      const items = done.has(name) ? [] : (modules.get(name) ?? []);
      const index = here.next;
      if (index >= items.length) {
        trail.pop();
        open.delete(name);
        if (!done.has(name)) order.push(name);
        done.add(name);
        continue;
      }
      here.next += 1;
      const used = moduleOf(items[index]!, isModule);
      if (used === undefined || done.has(used)) continue;
      const from = open.get(used);
      if (from === undefined) {
        trail.push({ name: used, next: 0 });
        continue;
      }
      const around = trail.slice(from, from + longest).map((place) => place.name);
      circles.push({ name, index, names: [...around, used] });
    }
  }
  return { order, circles };
}

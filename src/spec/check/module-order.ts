import type { WrittenUse } from "./stacks";

/** Of a longer way round only the beginning is kept. */
const longest = 40;

/** A use that closes a circle. */
interface Circle {
  readonly pointer: string;
  /** From a module round to itself. */
  readonly names: readonly string[];
}

/**
 * The modules from the inside out: each after those that it contains; and each circle once, at the use that closes it.
 * With a stack of its own: modules may go deeper than calls may.
 *
 * @param modules what each module uses
 */
export function modulesInOrder(modules: ReadonlyMap<string, readonly WrittenUse[]>): {
  order: string[];
  circles: Circle[];
} {
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
      const uses = done.has(name) ? [] : (modules.get(name) ?? []);
      const use = uses[here.next];
      if (!use) {
        trail.pop();
        open.delete(name);
        if (!done.has(name)) order.push(name);
        done.add(name);
        continue;
      }
      here.next += 1;
      const used = use.module;
      if (!modules.has(used) || done.has(used)) continue;
      const from = open.get(used);
      if (from === undefined) {
        trail.push({ name: used, next: 0 });
        continue;
      }
      const around = trail.slice(from, from + longest).map((place) => place.name);
      circles.push({ pointer: use.pointer, names: [...around, used] });
    }
  }
  return { order, circles };
}

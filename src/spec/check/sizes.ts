/*
 * How large a spec is, before anything of that size is made of it. Modules are counted as written out, without writing
 * them out: each names the one before it twice, and forty of them are a million million layers.
 */
import { limit } from "../../limits";
import type { ExperimentSpec, GraphSpec } from "../language";
import { isObject } from "./describe";
import * as messages from "../messages/index";
import { ModuleSizes } from "./module-sizes";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import { nodesOf, stacksOf } from "./stacks";

/** What is wrong with the length of a text, in bytes of UTF-8. */
export function tooLong(text: string): messages.Wording | undefined {
  const most = limit("specBytes");
  // A character is one byte to three.
  if (text.length * 3 <= most) return undefined;
  const bytes = text.length > most ? text.length : new TextEncoder().encode(text).length;
  if (bytes <= most) return undefined;
  return messages.tooLarge("specBytes", `the text has ${bytes.toLocaleString("en")} bytes or more`);
}

/** Whether a value has more nodes than anybody looks through; before its form is known. */
export function tooManyNodes(spec: unknown): Problem[] {
  if (!isObject(spec)) return [];
  const modules = isObject(spec.modules) ? Object.values(spec.modules) : [];
  const count = modules.reduce((sum: number, module) => sum + nodesWithin(module), nodesWithin(spec));
  if (count <= limit("nodes")) return [];
  const what = `${count.toLocaleString("en")} nodes, branches included`;
  return [error("/nodes", messages.tooLarge("nodes", what))];
}

/** How many nodes and branches there are inside of a value that may be a network, however deep. */
function nodesWithin(value: unknown): number {
  if (!isObject(value) || !isObject(value.nodes)) return 0;
  let count = 0;
  for (const node of Object.values(value.nodes)) {
    count += 1;
    if (!isObject(node) || !isObject(node.branches)) continue;
    for (const branch of Object.values(node.branches)) count += 1 + nodesWithin(branch);
  }
  return count;
}

/** What is too large in a graph of the right form, whose modules do not contain themselves. */
export function checkSizes(spec: GraphSpec): Problem[] {
  return [...classCounts(spec), ...layerCounts(spec)];
}

/** The same for the task of an experiment. */
export function checkTaskSize({ task }: ExperimentSpec): Problem[] {
  return tooMany(task.classes.length, "classes", "/task/classes");
}

function classCounts({ targets = {}, tags = {} }: GraphSpec): Problem[] {
  return [
    ...Object.entries(targets).flatMap(([name, target]) => {
      if ("shape" in target) return [];
      const [key, names] =
        "labels" in target ? (["labels", target.labels] as const) : (["classes", target.classes] as const);
      const count = typeof names === "number" ? names : Object.keys(names).length;
      return tooMany(count, key, pointerTo("/targets", name, key));
    }),
    ...Object.entries(tags).flatMap(([name, values]) =>
      tooMany(values.length, "values", pointerTo("/tags", name)),
    ),
  ];
}

function tooMany(count: number, noun: string, pointer: string): Problem[] {
  if (count <= limit("classes")) return [];
  return [error(pointer, messages.tooLarge("classes", `${count.toLocaleString("en")} ${noun}`))];
}

/** Layers of the whole network, and modules inside one another. One problem each: at the place that goes too far. */
function layerCounts(spec: GraphSpec): Problem[] {
  const sizes = new ModuleSizes(spec.modules ?? {});
  const deep = sizes.tooDeep(limit("nesting"));
  if (deep) {
    const what = `modules ${deep.depth.toLocaleString("en")} deep inside one another`;
    return [error(pointerTo("/modules", deep.name), messages.tooLarge("nesting", what))];
  }
  for (const [name, node] of Object.entries(spec.nodes)) {
    const depth = sizes.depthOf(node);
    if (depth <= limit("nesting")) continue;
    const what = `networks ${depth.toLocaleString("en")} deep within one another, modules included`;
    return [error(pointerTo("/nodes", name), messages.tooLarge("nesting", what))];
  }
  // What nobody uses is never written out.
  const isUsed = ({ pointer }: { readonly pointer: string }) => !pointer.startsWith("/modules/");
  const nodes = [...nodesOf(spec)].filter(isUsed);
  const parts = [
    ...[...stacksOf(spec)]
      .filter(isUsed)
      .map(({ items, pointer }) => ({ pointer, size: sizes.layersOf(items) })),
    ...nodes.map(({ node, pointer }) => ({ pointer, size: sizes.layersOfNode(node) })),
  ];
  let layers = nodes.length;
  for (const { pointer, size } of parts) {
    layers += size;
    if (layers <= limit("layers")) continue;
    const what = `${layers.toLocaleString("en")} layers with modules written out`;
    return [error(pointer, messages.tooLarge("layers", what))];
  }
  return [];
}

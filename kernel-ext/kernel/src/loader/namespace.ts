/*
 * What `import * as x` gives of a CommonJS module (TypeScript's esModuleInterop), live: what the module assigns to its
 * exports later is seen.
 */
import { types } from "node:util";

export type Namespace = Readonly<Record<string, unknown>>;

const made = new WeakMap<object, Namespace>();

export function toNamespace(exported: unknown): Namespace {
  if ((typeof exported !== "object" && typeof exported !== "function") || exported === null) {
    return { default: exported };
  }
  if (types.isModuleNamespaceObject(exported) || "__esModule" in exported) return exported as Namespace;
  const namespace = made.get(exported) ?? { default: exported };
  made.set(exported, namespace);
  for (const { name, enumerable } of namesOf(exported)) {
    if (name === "default" || Object.hasOwn(namespace, name)) continue;
    const get = (): unknown => (exported as Namespace)[name];
    Object.defineProperty(namespace, name, { get, enumerable, configurable: true });
  }
  return namespace;
}

/** Names that can be imported; those of a class's instance or of a function can too, though they are not listed. */
function namesOf(exported: object): { name: string; enumerable: boolean }[] {
  const prototype = Object.getPrototypeOf(exported) as object | null;
  const own = Object.getOwnPropertyNames(exported).map((name) => ({
    name,
    enumerable: Object.prototype.propertyIsEnumerable.call(exported, name),
  }));
  const ends = prototype === null || prototype === Object.prototype || prototype === Function.prototype;
  const inherited = ends ? [] : namesOf(prototype).map(({ name }) => ({ name, enumerable: false }));
  return [...own, ...inherited];
}

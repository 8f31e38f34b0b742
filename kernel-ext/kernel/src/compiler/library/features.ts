/*
 * What JavaScript got after this TypeScript was made, as the declarations of newer ones say it. Cells see what the Node
 * that runs them has.
 */

import { views } from "./names";

interface Feature {
  /** Whether that Node has it. */
  readonly isIn: (runtime: Runtime) => boolean;
  readonly text: string;
}

/** The global object of a JavaScript. */
export type Runtime = Readonly<Record<string, unknown>>;

/** `has("Promise", "try")`: whether there is `Promise.try`. */
const has =
  (owner: string, member: string) =>
  (runtime: Runtime): boolean => {
    const value = runtime[owner];
    return typeof value === "function" && member in value;
  };

/** `hasMethod("Set", "union")`: whether sets have it. */
const hasMethod =
  (owner: string, method: string) =>
  (runtime: Runtime): boolean => {
    const value = runtime[owner];
    return typeof value === "function" && method in (value.prototype as object);
  };

const arrayMethods = `
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  toSpliced(start: number, deleteCount: number, ...items: T[]): T[];
  toSpliced(start: number, deleteCount?: number): T[];
  with(index: number, value: T): T[];
`;

const viewMethods = (view: string): string => {
  const element = view.startsWith("Big") ? "bigint" : "number";
  return `interface ${view}<TArrayBuffer extends ArrayBufferLike> {
  toReversed(): ${view};
  toSorted(compare?: (a: ${element}, b: ${element}) => number): ${view};
  with(index: number, value: ${element}): ${view};
}`;
};

const setMethods = `
  union<U>(other: ReadonlySetLike<U>): Set<T | U>;
  intersection<U>(other: ReadonlySetLike<U>): Set<T & U>;
  difference<U>(other: ReadonlySetLike<U>): Set<T>;
  symmetricDifference<U>(other: ReadonlySetLike<U>): Set<T | U>;
  isSubsetOf(other: ReadonlySetLike<unknown>): boolean;
  isSupersetOf(other: ReadonlySetLike<unknown>): boolean;
  isDisjointFrom(other: ReadonlySetLike<unknown>): boolean;
`;

const iteratorMethods = `
  map<U>(each: (value: T, index: number) => U): IteratorObject<U, undefined, unknown>;
  filter<S extends T>(predicate: (value: T, index: number) => value is S): IteratorObject<S, undefined, unknown>;
  filter(predicate: (value: T, index: number) => unknown): IteratorObject<T, undefined, unknown>;
  take(limit: number): IteratorObject<T, undefined, unknown>;
  drop(count: number): IteratorObject<T, undefined, unknown>;
  flatMap<U>(each: (value: T, index: number) => Iterator<U> | Iterable<U>): IteratorObject<U, undefined, unknown>;
  reduce(each: (previous: T, current: T, index: number) => T): T;
  reduce<U>(each: (previous: U, current: T, index: number) => U, initial: U): U;
  toArray(): T[];
  forEach(each: (value: T, index: number) => void): void;
  some(predicate: (value: T, index: number) => unknown): boolean;
  every(predicate: (value: T, index: number) => unknown): boolean;
  find<S extends T>(predicate: (value: T, index: number) => value is S): S | undefined;
  find(predicate: (value: T, index: number) => unknown): T | undefined;
`;

export const features: readonly Feature[] = [
  {
    isIn: hasMethod("Array", "toSorted"),
    text: [
      `interface Array<T> {${arrayMethods}}\ninterface ReadonlyArray<T> {${arrayMethods}}`,
      ...views.filter((view) => view !== "DataView").map(viewMethods),
    ].join("\n"),
  },
  {
    isIn: hasMethod("String", "isWellFormed"),
    text: "interface String { isWellFormed(): boolean; toWellFormed(): string; }",
  },
  {
    isIn: has("Promise", "withResolvers"),
    text: "interface PromiseConstructor { withResolvers<T>(): PromiseWithResolvers<T>; }",
  },
  {
    isIn: has("Promise", "try"),
    text: `interface PromiseConstructor {
  try<T, U extends unknown[]>(run: (...values: U) => T | PromiseLike<T>, ...values: U): Promise<Awaited<T>>;
}`,
  },
  {
    isIn: has("Object", "groupBy"),
    text: `interface ObjectConstructor {
  groupBy<K extends PropertyKey, T>(items: Iterable<T>, key: (item: T, index: number) => K): Partial<Record<K, T[]>>;
}
interface MapConstructor {
  groupBy<K, T>(items: Iterable<T>, key: (item: T, index: number) => K): Map<K, T[]>;
}`,
  },
  {
    isIn: has("Array", "fromAsync"),
    text: `interface ArrayConstructor {
  fromAsync<T>(items: AsyncIterable<T> | Iterable<T | PromiseLike<T>> | ArrayLike<T | PromiseLike<T>>): Promise<T[]>;
  fromAsync<T, U>(
    items: AsyncIterable<T> | Iterable<T> | ArrayLike<T>,
    each: (value: Awaited<T>, index: number) => U,
    thisArg?: any,
  ): Promise<Awaited<U>[]>;
}`,
  },
  {
    isIn: hasMethod("ArrayBuffer", "resize"),
    text: `interface ArrayBuffer {
  readonly maxByteLength: number;
  readonly resizable: boolean;
  resize(byteLength?: number): void;
}
interface ArrayBufferConstructor {
  new (byteLength: number, options?: { maxByteLength?: number }): ArrayBuffer;
}
interface SharedArrayBuffer {
  readonly growable: boolean;
  readonly maxByteLength: number;
  grow(byteLength?: number): void;
}
interface SharedArrayBufferConstructor {
  new (byteLength: number, options?: { maxByteLength?: number }): SharedArrayBuffer;
}`,
  },
  {
    isIn: hasMethod("ArrayBuffer", "transfer"),
    text: `interface ArrayBuffer {
  readonly detached: boolean;
  transfer(byteLength?: number): ArrayBuffer;
  transferToFixedLength(byteLength?: number): ArrayBuffer;
}`,
  },
  {
    isIn: hasMethod("RegExp", "unicodeSets"),
    text: "interface RegExp { readonly unicodeSets: boolean; }",
  },
  { isIn: has("RegExp", "escape"), text: "interface RegExpConstructor { escape(text: string): string; }" },
  {
    isIn: has("Error", "isError"),
    text: "interface ErrorConstructor { isError(value: unknown): value is Error; }",
  },
  {
    isIn: hasMethod("Set", "union"),
    text: `interface Set<T> {${setMethods}}\ninterface ReadonlySet<T> {${setMethods}}`,
  },
  {
    isIn: hasMethod("Iterator", "map"),
    text: `interface IteratorObject<T, TReturn, TNext> {${iteratorMethods}}
interface Generator<T = unknown, TReturn = any, TNext = unknown> extends IteratorObject<T, TReturn, TNext> {}
interface Array<T> { keys(): ArrayIterator<number>; values(): ArrayIterator<T>; entries(): ArrayIterator<[number, T]>; }
interface Map<K, V> { keys(): MapIterator<K>; values(): MapIterator<V>; entries(): MapIterator<[K, V]>; }
interface Set<T> { keys(): SetIterator<T>; values(): SetIterator<T>; entries(): SetIterator<[T, T]>; }
declare var Iterator: {
  readonly prototype: IteratorObject<any, any, any>;
  from<T>(items: Iterator<T> | Iterable<T>): IteratorObject<T, undefined, unknown>;
};`,
  },
  {
    isIn: (runtime) => "DisposableStack" in runtime,
    text: `interface DisposableStack extends Disposable {
  readonly disposed: boolean;
  dispose(): void;
  use<T extends Disposable | null | undefined>(value: T): T;
  adopt<T>(value: T, release: (value: T) => void): T;
  defer(release: () => void): void;
  move(): DisposableStack;
}
declare var DisposableStack: { new (): DisposableStack; readonly prototype: DisposableStack };
interface AsyncDisposableStack extends AsyncDisposable {
  readonly disposed: boolean;
  disposeAsync(): Promise<void>;
  use<T extends AsyncDisposable | Disposable | null | undefined>(value: T): T;
  adopt<T>(value: T, release: (value: T) => PromiseLike<void> | void): T;
  defer(release: () => PromiseLike<void> | void): void;
  move(): AsyncDisposableStack;
}
declare var AsyncDisposableStack: { new (): AsyncDisposableStack; readonly prototype: AsyncDisposableStack };
interface SuppressedError extends Error { error: any; suppressed: any; }
declare var SuppressedError: {
  new (error: any, suppressed: any, message?: string): SuppressedError;
  readonly prototype: SuppressedError;
};`,
  },
];

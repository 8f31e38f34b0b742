/*
 * Types that newer libraries of TypeScript have and this one has not. Declarations of packages are written with them, Node's
 * own among them: without them a stream could not be iterated over. They promise no value that the running Node may lack.
 */

/** Classes of views of bytes. Since 5.7 they say what their buffer is. */
export const views: readonly string[] = [
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "DataView",
];

export const newerNames = `
interface SymbolConstructor {
  /** The method that releases what an object holds. */
  readonly dispose: unique symbol;
  /** The method that releases what an object holds, and is awaited. */
  readonly asyncDispose: unique symbol;
  /** What decorators know of a class. */
  readonly metadata: unique symbol;
}
interface Disposable { [Symbol.dispose](): void; }
interface AsyncDisposable { [Symbol.asyncDispose](): PromiseLike<void>; }

interface IteratorObject<T, TReturn = unknown, TNext = unknown> extends Iterator<T, TReturn, TNext> {
  [Symbol.iterator](): IteratorObject<T, TReturn, TNext>;
}
interface AsyncIteratorObject<T, TReturn = unknown, TNext = unknown> extends AsyncIterator<T, TReturn, TNext> {
  [Symbol.asyncIterator](): AsyncIteratorObject<T, TReturn, TNext>;
}
type BuiltinIteratorReturn = any;
interface ArrayIterator<T> extends IteratorObject<T, any, unknown> { [Symbol.iterator](): ArrayIterator<T>; }
interface MapIterator<T> extends IteratorObject<T, any, unknown> { [Symbol.iterator](): MapIterator<T>; }
interface SetIterator<T> extends IteratorObject<T, any, unknown> { [Symbol.iterator](): SetIterator<T>; }
interface StringIterator<T> extends IteratorObject<T, any, unknown> { [Symbol.iterator](): StringIterator<T>; }
interface RegExpStringIterator<T> extends IteratorObject<T, any, unknown> { [Symbol.iterator](): RegExpStringIterator<T>; }

interface WeakKeyTypes { object: object; }
type WeakKey = WeakKeyTypes[keyof WeakKeyTypes];
type NoInfer<T> = T;
interface ImportAttributes { [key: string]: string; }
type DecoratorMetadataObject = Record<PropertyKey, unknown> & object;
type DecoratorMetadata = DecoratorMetadataObject;
interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason?: any) => void;
}
interface ReadonlySetLike<T> {
  keys(): Iterator<T>;
  has(value: T): boolean;
  readonly size: number;
}
${views.map((name) => `interface ${name}<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {}`).join("\n")}
interface Buffer<TArrayBuffer extends ArrayBufferLike = ArrayBufferLike> {}
`;

/** What a page's streams can do since 5.6: only where the page's types are there. */
export const newerPageNames = `
interface ReadableStream<R = any> {
  [Symbol.asyncIterator](options?: { preventCancel?: boolean }): AsyncIterableIterator<R>;
  values(options?: { preventCancel?: boolean }): AsyncIterableIterator<R>;
}
`;

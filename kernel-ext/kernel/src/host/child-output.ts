/*
 * What child processes print. With `stdio: "inherit"` they would write where the kernel's own streams end: in a terminal
 * that the reader of the notebook does not see. So it comes through the kernel, under the cell that started them.
 */
import childProcess from "node:child_process";
import type { ChildProcess, SpawnSyncReturns, StdioOptions } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";

type Options = { stdio?: StdioOptions | undefined } | undefined;

/** The methods of processes that are not awaited. */
interface Prototype {
  spawn(this: ChildProcess, options: Options): unknown;
}

interface Piped {
  readonly stdio: StdioOptions;
  /** Of the two streams, those that are to be shown. */
  readonly shown: readonly (1 | 2)[];
}

/** Takes effect for `require` and `import`, for `spawn`, `exec`, `fork` and their synchronous kin. */
export function showChildOutput(): void {
  wrapAsynchronous((childProcess.ChildProcess as unknown as { prototype: Prototype }).prototype);
  const { spawnSync, execSync, execFileSync } = childProcess;
  childProcess.spawnSync = ((...parameters: unknown[]) =>
    spawned(spawnSync as unknown as Call<SpawnSyncReturns<unknown>>, parameters)) as typeof spawnSync;
  childProcess.execSync = ((...parameters: unknown[]) =>
    executed(execSync as unknown as Call<unknown>, parameters)) as typeof execSync;
  childProcess.execFileSync = ((...parameters: unknown[]) =>
    executed(execFileSync as unknown as Call<unknown>, parameters)) as typeof execFileSync;
  syncBuiltinESMExports();
}

type Call<T> = (...parameters: unknown[]) => T;

function wrapAsynchronous(prototype: Prototype): void {
  const original: Prototype["spawn"] = Reflect.get(prototype, "spawn");
  prototype.spawn = function (options) {
    const piped = pipedOf(options?.stdio);
    if (!piped) return original.call(this, options);
    const result = original.call(this, { ...options, stdio: piped.stdio });
    for (const stream of piped.shown) {
      this.stdio[stream]?.on("data", (chunk: Uint8Array) => standard(stream).write(chunk));
    }
    return result;
  };
}

function spawned(
  call: Call<SpawnSyncReturns<unknown>>,
  parameters: readonly unknown[],
): SpawnSyncReturns<unknown> {
  const [index, options] = optionsIn(parameters);
  const piped = pipedOf(options?.stdio);
  if (!piped) return call(...parameters);
  const result = call(...parameters.with(index, { maxBuffer: Infinity, ...options, stdio: piped.stdio }));
  for (const stream of piped.shown) {
    // A program that was not found has none.
    const output = result.output as unknown[] | null;
    if (!output) continue;
    show(stream, output[stream]);
    // As it would be if it had gone elsewhere.
    output[stream] = null;
    result[stream === 1 ? "stdout" : "stderr"] = null;
  }
  return result;
}

/** `execSync` gives no more than what went to stdout; what went to stderr it shows by itself where no `stdio` is given. */
function executed(call: Call<unknown>, parameters: readonly unknown[]): unknown {
  const [index, options] = optionsIn(parameters);
  const piped = pipedOf(options?.stdio);
  if (!piped?.shown.includes(1)) return call(...parameters);
  try {
    show(1, call(...parameters.with(index, { maxBuffer: Infinity, ...options, stdio: undefined })));
    return null;
  } catch (error) {
    show(1, (error as { stdout?: unknown } | undefined)?.stdout);
    throw error;
  }
}

/** The last object that is no list of arguments, or where one would be. */
function optionsIn(parameters: readonly unknown[]): [index: number, options: Options] {
  const index = parameters.findIndex((one) => typeof one === "object" && one !== null && !Array.isArray(one));
  return index < 0 ? [parameters.length, undefined] : [index, parameters[index] as Options];
}

/** `undefined`: nothing is inherited. */
function pipedOf(stdio: StdioOptions | undefined): Piped | undefined {
  const all = typeof stdio === "string" ? [stdio, stdio, stdio] : [...(stdio ?? [])];
  const shown = ([1, 2] as const).filter((stream) => isInherited(all[stream]));
  if (shown.length === 0) return undefined;
  return { stdio: all.map((one, index) => (shown.some((stream) => stream === index) ? "pipe" : one)), shown };
}

/** `2>&1`, too: as a number it would be the kernel's own stream. */
function isInherited(one: unknown): boolean {
  return one === "inherit" || one === 1 || one === 2 || one === process.stdout || one === process.stderr;
}

function show(stream: 1 | 2, output: unknown): void {
  if (typeof output === "string" || output instanceof Uint8Array) standard(stream).write(output);
}

function standard(stream: 1 | 2): NodeJS.WriteStream {
  return stream === 1 ? process.stdout : process.stderr;
}

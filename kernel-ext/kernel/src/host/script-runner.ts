/*
 * tslab's own executor runs the scripts of cells. It is told what the compiler has made, and Node is told more of each
 * script than tslab says: its name, where its first column is, and how it imports.
 */
import { types } from "node:util";
import vm from "node:vm";
import type { CompiledCell } from "../compiler/contract";
import type { Interrupts } from "./interrupts";
import { quietly } from "./quiet";
import type { Interrupted } from "./services";

/** Of `tslab/dist/executor.js`, what is used here. */
interface TslabExecutor {
  execute(source: string): Promise<boolean>;
  interrupt(): void;
}

interface Conversion {
  readonly diagnostics: readonly never[];
  readonly output: string;
  readonly hasToplevelAwait: boolean;
  readonly declOutput: string;
}

export type CreateExecutor = (
  folder: string,
  converters: { readonly node: { convert(previous: string, source: string): Conversion } },
  console: { log(value: unknown): void; error(error: unknown): void },
) => TslabExecutor;

/** What a script gets for `exports` and `require`. */
interface ScriptScope {
  readonly exports: object;
  readonly require: (specifier: string) => unknown;
}

/** A value of any kind that was thrown. */
interface Thrown {
  readonly value: unknown;
}

type Script = Pick<CompiledCell, "script" | "isAsync">;

export class ScriptRunner {
  private readonly executor: TslabExecutor;
  private script: Script = { script: "", isAsync: false };
  private thrown: Thrown | undefined;
  private interrupted: Interrupted | undefined;

  constructor(
    createExecutor: CreateExecutor,
    folder: string,
    private readonly interrupts: Interrupts,
  ) {
    const convert = (): Conversion => ({
      diagnostics: [],
      output: this.script.script,
      hasToplevelAwait: this.script.isAsync,
      declOutput: "",
    });
    this.executor = createExecutor(
      folder,
      { node: { convert } },
      {
        log: () => undefined,
        error: (value) => (this.thrown = { value }),
      },
    );
  }

  /**
   * Runs a script to its end.
   *
   * @param name what stacks call it.
   * @throws whatever the script throws, or `Interrupted`
   */
  async run(script: Script, name: string, scope: ScriptScope): Promise<void> {
    this.script = script;
    this.thrown = undefined;
    this.interrupted = undefined;
    // tslab's script looks for it by this name.
    const value = this.interrupts.announced(scope);
    Object.defineProperty(globalThis, "__tslab__", { value, configurable: true, writable: true });
    const release = this.lendRunInThisContext(name);
    try {
      // The text does not matter: nothing but `convert` looks at it. tslab would look for directives in it.
      const running = this.executor.execute("");
      release();
      await running;
    } finally {
      release();
    }
    const thrown = this.takeThrown();
    if (thrown) throw this.whatWasThrown(thrown.value);
  }

  /** Ends the waiting for the script's promise. */
  stop(error: Interrupted): void {
    this.interrupted = error;
    this.executor.interrupt();
  }

  private takeThrown(): Thrown | undefined {
    const { thrown } = this;
    this.thrown = undefined;
    return thrown;
  }

  private whatWasThrown(value: unknown): unknown {
    if (codeOf(value) === "ERR_SCRIPT_EXECUTION_INTERRUPTED") return this.interrupts.brokenOff();
    return this.interrupted ?? value;
  }

  /** For the one call that tslab makes of it, at once. */
  private lendRunInThisContext(name: string): () => void {
    const run = vm.runInThisContext;
    const release = (): void => {
      vm.runInThisContext = run;
    };
    vm.runInThisContext = (code, options) => {
      release();
      const prefix = code.indexOf("{ ") + "{ ".length;
      const script = quietly(
        () =>
          new vm.Script(code, {
            filename: name,
            columnOffset: -prefix,
            importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
          }),
      );
      return this.interrupts.synchronously(
        () =>
          script.runInThisContext({
            ...(options as vm.RunningScriptOptions),
            displayErrors: false,
          }) as unknown,
      );
    };
    return release;
  }
}

function codeOf(value: unknown): unknown {
  return types.isNativeError(value) ? (value as NodeJS.ErrnoException).code : undefined;
}

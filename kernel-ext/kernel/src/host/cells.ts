import type { ErrorContent, ExecuteRequest, ExecuteResult, RequestId } from "../bridge/messages";
import type { CellRuntime, CompiledCell, Compiler } from "../compiler/contract";
import type { FunctionTexts } from "../compiler/texts";
import type { Loader } from "../loader";
import { importMeta } from "../loader/import-meta";
import type { Activities } from "./activity";
import { describeError } from "./cell-errors";
import type { Interrupts } from "./interrupts";
import type { Publisher } from "./publisher";
import { Names } from "./scope";
import type { ScriptRunner } from "./script-runner";
import type { Interrupted } from "./services";
import type { Stacks } from "./stacks";
import { Stoppable } from "./stoppable";

/** `undefined`: there is nothing to show. */
type ToBundle = (value: unknown) => Bundle | undefined | Promise<Bundle | undefined>;
interface Bundle {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface CellParts {
  /** The notebook's. */
  readonly folder: string;
  readonly flags: Int32Array;
  readonly activities: Activities;
  readonly interrupts: Interrupts;
  readonly publisher: Publisher;
  readonly compiler: Compiler;
  readonly loader: Loader;
  readonly scripts: ScriptRunner;
  readonly stacks: Stacks;
  readonly texts: FunctionTexts;
  readonly toBundle: ToBundle;
  /** Settled when all that a request shows is there, pictures included. */
  readonly whenShown: (request: RequestId) => Promise<void>;
}

/** Runs cells: from their text to what is seen of them. */
export class Cells {
  /** What the cells of this session have declared. */
  private readonly scope = {};

  private readonly meta: CellRuntime["meta"];

  private readonly warned = new Set<string>();

  constructor(private readonly parts: CellParts) {
    this.meta = importMeta(parts.folder, parts.loader.require);
  }

  async execute(request: ExecuteRequest): Promise<ExecuteResult> {
    const { activities, interrupts, scripts, publisher } = this.parts;
    const activity = activities.begin(request.id, "cell", request.allowStdin);
    const stoppable = new Stoppable();
    interrupts.beginCell(activity, (error: Interrupted) => {
      scripts.stop(error);
      stoppable.stop(error);
    });
    try {
      const result = await activities.run(activity, () => this.runRequest(request, stoppable));
      // What comes after the end of its cell is lost to front ends that store notebooks.
      await stoppable.wait(this.parts.whenShown(request.id)).catch(() => undefined);
      return result;
    } finally {
      interrupts.end();
      publisher.flush();
    }
  }

  private async runRequest(request: ExecuteRequest, stoppable: Stoppable): Promise<ExecuteResult> {
    const { publisher, stacks } = this.parts;
    const { id, code, executionCount } = request;
    const name = `Cell[${executionCount}]`;
    try {
      const { value } = await this.evaluate(code, name, stoppable, "keep");
      const bundle = request.silent ? undefined : await stoppable.wait(this.parts.toBundle(value));
      if (bundle) {
        publisher.publish(id, "execute_result", { execution_count: executionCount, ...bundle });
      }
      return { status: "ok", userExpressions: await this.userExpressions(request, stoppable) };
    } catch (error) {
      const content = describeError(error, stacks, { name, code });
      publisher.publish(id, "error", { ...content });
      // Node may come with it once more: as of a promise that nobody awaits.
      this.parts.interrupts.silence(error);
      return { status: "error", ...content };
    }
  }

  /** Each of them on its own: one that fails is an answer, not a failure of the cell. */
  private async userExpressions(
    request: ExecuteRequest,
    stoppable: Stoppable,
  ): Promise<Record<string, unknown>> {
    const answers: Record<string, unknown> = {};
    for (const [key, code] of Object.entries(request.userExpressions)) {
      const name = `Expression[${key.replaceAll("]", ")")}]`;
      try {
        const { value } = await this.evaluate(code, name, stoppable, "forget");
        const bundle = await stoppable.wait(this.parts.toBundle(value));
        answers[key] = { status: "ok", ...(bundle ?? { data: { "text/plain": "undefined" }, metadata: {} }) };
      } catch (error) {
        const content: ErrorContent = describeError(error, this.parts.stacks, { name, code });
        answers[key] = { status: "error", ...content };
      }
    }
    return answers;
  }

  /** @returns the value of the last expression, boxed: a promise is a value too, which nobody has asked to wait for. */
  private async evaluate(
    code: string,
    name: string,
    stoppable: Stoppable,
    declarations: "keep" | "forget",
  ): Promise<{ readonly value: unknown }> {
    const { interrupts, loader, scripts, stacks, texts } = this.parts;
    const cell = this.compile(code);
    stacks.add(name, cell.map);
    for (const { text } of [cell, ...cell.sideOutputs]) texts.add(text);
    loader.addSideOutputs(cell.sideOutputs);
    if (cell.imports.length > 0) await stoppable.wait(loader.load(cell.imports));
    // An interrupt that came meanwhile, while nothing could hear it.
    interrupts.checkpoint();
    let value: unknown;
    const runtime = this.runtime((result) => (value = result));
    const names = new Names(this.scope, cell.names);
    try {
      await scripts.run(cell, name, { exports: this.scope, require: this.requireFor(runtime) });
    } catch (error) {
      this.commit(cell, declarations, names.settle());
      throw error;
    }
    this.commit(cell, declarations);
    return { value };
  }

  /** Says, once, what of the project's settings does not count: also where a cell fails because of it. */
  private compile(code: string): CompiledCell {
    const { compiler, publisher, activities } = this.parts;
    const warn = (warning: string): void => {
      publisher.write(activities.owner?.request, "stderr", `${warning}\n`);
    };
    try {
      const cell = compiler.compile(code);
      cell.warnings.forEach(warn);
      return cell;
    } finally {
      for (const warning of compiler.warnings) {
        if (this.warned.has(warning)) continue;
        this.warned.add(warning);
        warn(warning);
      }
    }
  }

  private commit(
    cell: CompiledCell,
    declarations: "keep" | "forget",
    initialised?: ReadonlySet<string>,
  ): void {
    if (declarations === "keep") this.parts.compiler.commit(cell, initialised);
  }

  private runtime(finish: (value: unknown) => void): CellRuntime {
    const { flags, interrupts, loader } = this.parts;
    return {
      stop: flags,
      checkpoint: () => {
        interrupts.checkpoint();
      },
      load: (specifier) => loader.namespace(specifier),
      import: (specifier, options) => loader.import(specifier, options),
      meta: this.meta,
      finish,
    };
  }

  private requireFor(runtime: CellRuntime): NodeJS.Require {
    const { require } = this.parts.loader;
    return Object.assign(
      (specifier: string): unknown => (specifier === "#cell" ? runtime : require(specifier)),
      require,
    );
  }
}

/*
 * The main thread of a kernel, put together. Loaded only when the other threads run: what it loads is heavy.
 */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { MessagePort } from "node:worker_threads";
import { flag } from "../bridge/flags";
import type { InterruptMessage } from "../bridge/messages";
import { createCompiler } from "../compiler";
import type { CompilerOptions } from "../compiler/contract";
import { FunctionTexts } from "../compiler/texts";
import { toBundle } from "../display";
import { installTslabDisplay } from "../display/tslab";
import { defineGlobals, installGlobals } from "../globals";
import { createLoader } from "../loader";
import { keepSigintToOurselves } from "../signal/listeners";
import { newWidgets } from "../widgets";
import { Activities } from "./activity";
import { describeError } from "./cell-errors";
import { Cells } from "./cells";
import { showChildOutput } from "./child-output";
import { Comms } from "./comms";
import { Exit } from "./exit";
import { Host } from "./host";
import { Interrupts } from "./interrupts";
import { showLateErrors } from "./late-errors";
import { Link } from "./link";
import { Publisher } from "./publisher";
import { showWarnings } from "./quiet";
import { Questions } from "./questions";
import { ScriptRunner } from "./script-runner";
import type { CreateExecutor } from "./script-runner";
import type { HostServices } from "./services";
import { Stacks } from "./stacks";
import { redirectStandardStreams } from "./standard-streams";
import { hideKernel, printResourcesPlainly, showOwnTexts } from "./surroundings";
import { keepYoungGenerationSmall } from "./young-generation";

export interface HostOptions extends CompilerOptions {
  readonly flags: Int32Array;
  readonly port: MessagePort;
}

/** tslab's modules may only be loaded when the compiler has made its preparations. */
const nodeRequire = createRequire(__filename);

/** Gives what takes interrupts that come from elsewhere than the port. */
export function startHost(options: HostOptions): (message: InterruptMessage) => void {
  const { flags, port, folder } = options;
  const link = new Link(port, flags);
  const publisher = new Publisher((message) => link.post(message));
  const activities = new Activities();
  const texts = new FunctionTexts();
  const stacks = new Stacks(dirname(nodeRequire.resolve("tslab/package.json")));
  const interrupts = new Interrupts(flags, activities, () => process.emit("SIGINT", "SIGINT"));
  const checkOutput = (): void => interrupts.checkOutput();
  const services = newServices(
    publisher,
    activities,
    new Questions(link, publisher, activities, interrupts),
    checkOutput,
  );

  stacks.install();
  showOwnTexts(texts);
  hideKernel();
  printResourcesPlainly();
  keepSigintToOurselves((listeners) => Atomics.store(flags, flag.listeners, listeners));
  redirectStandardStreams(publisher, activities, checkOutput);
  showChildOutput();
  showWarnings((text) => publisher.write(activities.owner?.request, "stderr", text));
  showLateErrors(publisher, activities, interrupts, stacks);
  installTslabDisplay(services);
  const screen = installGlobals(services);
  const widgets = newWidgets(services, (error) => {
    const { traceback } = describeError(error, stacks);
    publisher.write(activities.owner?.request, "stderr", `${traceback.join("\n")}\n`);
  });
  defineGlobals(widgets.globals);
  process.on("exit", () => widgets.close());

  keepYoungGenerationSmall();
  const compiler = createCompiler({ ...options, checkpoint: () => interrupts.checkpoint() });
  const loader = createLoader({
    folder,
    paths: () => compiler.settings,
    replacements: { tslab: () => nodeRequire("tslab") as unknown },
  });
  const { createExecutor } = nodeRequire("tslab/dist/executor.js") as { createExecutor: CreateExecutor };
  const scripts = new ScriptRunner(createExecutor, folder, interrupts);
  const exit = new Exit(publisher, link, interrupts);
  const cells = new Cells({
    folder,
    flags,
    activities,
    interrupts,
    publisher,
    compiler,
    loader,
    scripts,
    stacks,
    texts,
    toBundle,
    whenShown: (request) => screen.whenShown(request),
  });
  const comms = new Comms((request) => widgets.handle(request), activities, interrupts, publisher, stacks);
  const host = new Host({ link, publisher, interrupts, exit, compiler, cells, comms });
  link.listen((request) => host.handle(request));
  setImmediate(() => {
    compiler.warm();
  });
  return (message) => interrupts.arrived(message.execution);
}

function newServices(
  publisher: Publisher,
  activities: Activities,
  questions: Questions,
  checkOutput: () => void,
): HostServices {
  return {
    publish: (type, content, { request, ...extra } = {}) => {
      checkOutput();
      publisher.publish(request ?? activities.owner?.request, type, content, extra);
    },
    ask: (question, { password } = {}) => questions.ask(question, password),
    get request() {
      return activities.owner?.request;
    },
    within: (request, run) => activities.within(request, run),
  };
}

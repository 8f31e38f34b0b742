/*
 * The kernel as a process: `node main.js --connection-file F [--js] [--transpile-only] [--no-history]`.
 * Nothing heavy stands before the server thread: it answers while everything else is loaded.
 */
import Module, { createRequire } from "node:module";
import { MessageChannel, Worker } from "node:worker_threads";
import { join } from "node:path";
import { newFlags } from "./bridge/flags";
import type { InterruptMessage, ServerOptions } from "./bridge/messages";
import { readOptions } from "./host/options";
import { startSignalThread } from "./signal/start";

const options = readOptions(process.argv.slice(2));
const flags = newFlags();
const { port1: port, port2: serverPort } = new MessageChannel();
const serverOptions: ServerOptions = { ...options, port: serverPort, flags };
const server = new Worker(join(__dirname, "server", "thread.js"), {
  workerData: serverOptions,
  transferList: [serverPort],
  execArgv: [],
});
// It ends when it cannot bind, and has said why.
server.on("exit", (code) => process.exit(code));

const early: InterruptMessage[] = [];
let onInterrupt = (message: InterruptMessage): void => void early.push(message);
startSignalThread(flags, (message) => onInterrupt(message));

// Node 22 and later keep what they have compiled of the 8 MB of TypeScript.
(Module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
// The threads begin while this one loads.
const { startHost } = createRequire(__filename)("./host/start") as typeof import("./host/start");
onInterrupt = startHost({ ...options, folder: process.cwd(), flags: new Int32Array(flags), port });
for (const message of early) onInterrupt(message);

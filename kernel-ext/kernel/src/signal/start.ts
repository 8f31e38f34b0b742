import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { InterruptMessage } from "../bridge/messages";

/**
 * Starts to hear SIGINT; until then it ends the process. Windows has no such signal: there it comes by message.
 *
 * @param onInterrupt called on the event loop, after the flags were set.
 */
export function startSignalThread(
  flags: SharedArrayBuffer,
  onInterrupt: (message: InterruptMessage) => void,
): void {
  if (process.platform === "win32") return;
  const worker = new Worker(join(__dirname, "thread.js"), {
    workerData: { flags },
    execArgv: [],
    // It holds next to nothing.
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 8, stackSizeMb: 1 },
  });
  worker.on("message", onInterrupt);
  worker.unref();
}

/*
 * The entry of the server thread: a Worker with `ServerOptions` as its data. It binds the sockets and answers; it never
 * runs user code. If it cannot bind it says so on stderr and exits with code 1, and the process is to follow it.
 */
import { workerData } from "node:worker_threads";
import type { ServerOptions } from "../bridge/messages";
import { newEcho, newPublisher, newRouter, Strangers } from "../wire";
import { addressOf, readConnectionFile } from "./connection-file";
import { History } from "./history/history";
import { kernelInfo } from "./kernel-info";
import { stderrLog } from "./log";
import { watchParent } from "./parent";
import { Session } from "./session";

async function main(options: ServerOptions): Promise<void> {
  const connection = readConnectionFile(options.connectionFile);
  const refused = (why: string) => {
    stderrLog.debug(`a connection was refused: ${why}`);
    session.refusals.add("not from a front end");
  };
  const strangers = new Strangers();
  const sockets = {
    shell: newRouter(refused, strangers),
    control: newRouter(refused, strangers),
    iopub: newPublisher(refused, strangers),
    stdin: newRouter(refused, strangers),
    hb: newEcho(refused, strangers),
  };
  const kill = () => void process.kill(process.pid, "SIGKILL");
  const session = new Session({
    ...sockets,
    port: options.port,
    connection,
    flags: new Int32Array(options.flags),
    info: kernelInfo(options.language),
    history: new History(options.historyFile, stderrLog),
    log: stderrLog,
    kill,
  });
  await Promise.all([
    sockets.shell.bind(addressOf(connection, "shell")),
    sockets.control.bind(addressOf(connection, "control")),
    sockets.iopub.bind(addressOf(connection, "iopub")),
    sockets.stdin.bind(addressOf(connection, "stdin")),
    sockets.hb.bind(addressOf(connection, "hb")),
  ]);
  session.start();
  watchParent(() => session.end());
}

// The last resort: a kernel that has lost a message is better than none.
process.on("uncaughtException", (error) => stderrLog.warn(`unexpected: ${error.stack ?? error.message}`));

main(workerData as ServerOptions).catch((error: unknown) => {
  stderrLog.warn(`the kernel cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});

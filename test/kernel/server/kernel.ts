import { MessageChannel } from "node:worker_threads";
import { afterEach } from "vitest";
import { eventually } from "../../eventually";
import { newFlags } from "../../../kernel-ext/kernel/src/bridge/flags";
import type {
  ExecuteResult,
  JsonObject,
  Publication,
  ToHost,
  ToServer,
} from "../../../kernel-ext/kernel/src/bridge/messages";
import { History } from "../../../kernel-ext/kernel/src/server/history/history";
import { Session } from "../../../kernel-ext/kernel/src/server/session";
import { newPublisher, newRouter, Strangers } from "../../../kernel-ext/kernel/src/wire";
import { Client } from "./client";
import type { Ports } from "./client";

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** Stands for the thread that runs user code: a script says what it does with each message. */
export class ScriptedHost {
  readonly heard: ToHost[] = [];
  /** What a cell does; `undefined`: it does not end by itself. */
  run: (cell: Extract<ToHost, { kind: "execute" }>) => ExecuteResult | undefined = () => ok;
  answer: (message: ToHost) => ToServer | undefined = () => undefined;

  constructor(readonly post: (message: ToServer) => void) {}

  publish(
    id: string | undefined,
    type: Publication["type"],
    content: JsonObject,
    buffers?: Uint8Array[],
  ): void {
    this.post({ kind: "publish", id, type, content, ...(buffers && { buffers }) });
  }

  print(id: string | undefined, text: string, name = "stdout"): void {
    this.publish(id, "stream", { name, text });
  }

  end(id: string, result: ExecuteResult = ok): void {
    this.post({ kind: "executed", id, result });
  }

  take(message: ToHost): void {
    this.heard.push(message);
    const answer = this.answer(message);
    if (answer) this.post(answer);
    if (message.kind === "execute") {
      const result = this.run(message);
      if (result) this.end(message.id, result);
    } else if (message.kind.startsWith("comm") && "id" in message) {
      this.post({ kind: "commHandled", id: message.id });
    }
  }

  /** The first message of that kind, past or to come. */
  async hear<Kind extends ToHost["kind"]>(kind: Kind): Promise<Extract<ToHost, { kind: Kind }>> {
    const found = await eventually(
      () => this.heard.find((message) => message.kind === kind),
      `"${kind}", which the host is to be told,`,
    );
    return found as Extract<ToHost, { kind: Kind }>;
  }
}

export const ok: ExecuteResult = { status: "ok", userExpressions: {} };
export const failed: ExecuteResult = {
  status: "error",
  ename: "Error",
  evalue: "boom",
  traceback: ["Error: boom"],
};

export interface Running {
  readonly host: ScriptedHost;
  readonly flags: Int32Array;
  readonly ports: Ports;
  readonly session: Session;
  readonly warnings: string[];
  readonly strangers: Strangers;
  /** What was done to the process. */
  readonly done: string[];
  /** Resolves when so many messages have reached the server on that channel, in all. */
  readonly arrived: (channel: "shell" | "stdin", count: number) => Promise<void>;
  /** A front end whose subscription is in place. */
  readonly client: (key?: string) => Promise<Client>;
}

/** The server's parts over real sockets, beside a host that follows a script. All of it ends with the test. */
export async function running({
  key = "secret",
  historyFile,
  quiet,
}: { key?: string; historyFile?: string; quiet?: () => Promise<void> } = {}): Promise<Running> {
  const strangers = new Strangers();
  const sockets = {
    shell: newRouter(undefined, strangers),
    control: newRouter(undefined, strangers),
    stdin: newRouter(undefined, strangers),
    iopub: newPublisher(undefined, strangers),
  };
  const { port1, port2 } = new MessageChannel();
  const flags = new Int32Array(newFlags());
  const warnings: string[] = [];
  const done: string[] = [];
  const log = { warn: (text: string) => void warnings.push(text), debug: () => undefined };
  const session = new Session({
    ...sockets,
    port: port1,
    connection: { key, hash: "sha256", ports: { shell: 1, control: 2, iopub: 3, stdin: 4, hb: 5 } },
    flags,
    info: { status: "ok", implementation: "espalier" },
    history: new History(historyFile, log),
    log,
    kill: () => void done.push("SIGKILL"),
    ...(quiet && { quiet }),
  });
  const arrivals = { shell: 0, stdin: 0 };
  for (const channel of ["shell", "stdin"] as const) {
    const { onMessage } = sockets[channel];
    sockets[channel].onMessage = (frames) => {
      const signed = onMessage(frames);
      arrivals[channel] += 1;
      return signed;
    };
  }
  const host = new ScriptedHost((message) => {
    port2.postMessage(message);
  });
  port2.on("message", (message: ToHost) => {
    host.take(message);
  });
  const anywhere = { transport: "tcp", ip: "127.0.0.1", port: 0 } as const;
  const ports = {
    shell: (await sockets.shell.bind(anywhere)).port,
    control: (await sockets.control.bind(anywhere)).port,
    stdin: (await sockets.stdin.bind(anywhere)).port,
    iopub: (await sockets.iopub.bind(anywhere)).port,
  };
  session.start();
  toClose.push(async () => {
    port2.close();
    await Promise.all(Object.values(sockets).map((socket) => socket.close(0)));
  });
  return {
    host,
    flags,
    ports,
    session,
    warnings,
    strangers,
    done,
    arrived: async (channel, count) => {
      await eventually(() => arrivals[channel] >= count, `message ${count} on ${channel}`);
    },
    client: async (clientKey = key) => {
      const client = new Client(ports, clientKey);
      toClose.push(() => {
        client.close();
      });
      if (clientKey === key) await client.subscribed();
      return client;
    },
  };
}

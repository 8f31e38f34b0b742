/* Our kernel as a process of its own, and a client on libzmq. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { patience } from "../../eventually";
import { newConnection } from "../../../src/jupyter/connection";
import type { Connection } from "../../../src/jupyter/connection";
import { root, temporaryFolder } from "../../e2e/notebooks";
import { Client } from "../server/client";
import type { Content, Heard } from "../server/client";

const program = join(root, "kernel-ext", "kernel", "dist", "main.js");

export class KernelProcess {
  private constructor(
    readonly connection: Connection,
    readonly client: Client,
    private readonly child: ChildProcess,
    private readonly folder: { path: string; remove: () => void },
  ) {}

  static async start(): Promise<KernelProcess> {
    const connection = await newConnection("espalier");
    const folder = temporaryFolder();
    const file = join(folder.path, "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    const child = spawn(process.execPath, [program, "--connection-file", file, "--no-history"], {
      cwd: folder.path,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const { shell_port: shell, control_port: control, iopub_port: iopub, stdin_port: stdin } = connection;
    const kernel = new KernelProcess(
      connection,
      new Client({ shell, control, iopub, stdin }, connection.key),
      child,
      folder,
    );
    await kernel.request("control", "kernel_info_request");
    return kernel;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a request and waits for its answer; what was heard before is forgotten. */
  async request(channel: "shell" | "control", type: string, content: Content = {}): Promise<Heard> {
    this.client.heard.length = 0;
    const id = await this.client.send(channel, type, content);
    const deadline = Date.now() + patience;
    for (;;) {
      const reply = this.client.heard.find(
        (heard) => heard.parent.msg_id === id && heard.type.endsWith("_reply"),
      );
      if (reply) return reply;
      if (!this.isAlive) throw new Error("the kernel has died");
      if (Date.now() > deadline) throw new Error(`no answer to ${type} on ${channel}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  execute(code: string): Promise<Heard> {
    return this.request("shell", "execute_request", { code, user_expressions: {}, allow_stdin: false });
  }

  /** Whether it answers on both channels, and computes: what it says instead, if it does not. */
  async check(): Promise<string> {
    for (const channel of ["control", "shell"] as const) {
      const { content } = await this.request(channel, "kernel_info_request");
      if (content.status !== "ok") return `kernel_info on ${channel}: ${JSON.stringify(content)}`;
    }
    const { content } = await this.request("shell", "execute_request", {
      code: "1 + 1",
      user_expressions: { sum: "1 + 1" },
    });
    const sum = (content.user_expressions as { sum?: { data?: Content } } | undefined)?.sum?.data;
    return sum?.["text/plain"] === "2" ? "works" : `1 + 1: ${JSON.stringify(content)}`;
  }

  async stop(): Promise<void> {
    this.client.close();
    if (this.isAlive) {
      const closed = once(this.child, "close");
      this.child.kill("SIGKILL");
      await closed;
    }
    this.folder.remove();
  }
}

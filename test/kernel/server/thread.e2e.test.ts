import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Request } from "zeromq";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { eventually, patience } from "../../eventually";
import { newConnection } from "../../../src/jupyter/connection";
import type { Connection } from "../../../src/jupyter/connection";
import { Client } from "./client";

const dist = join(__dirname, "..", "..", "..", "kernel-ext", "kernel", "dist");
const folder = mkdtempSync(join(tmpdir(), "espalier-server-"));
const toEnd: (() => unknown)[] = [];
afterEach(() => {
  for (const end of toEnd.splice(0)) end();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A main thread that starts the server, ends when it is told to, and otherwise does what `main` says. */
const program = (main: string) => `
  const { MessageChannel, Worker } = require("node:worker_threads");
  const { newFlags, flag } = require(${JSON.stringify(join(dist, "bridge", "flags.js"))});
  const { port1, port2 } = new MessageChannel();
  const flags = newFlags();
  const workerData = { port: port2, flags, connectionFile: process.env.CONNECTION, language: "typescript" };
  const server = new Worker(${JSON.stringify(join(dist, "server", "thread.js"))}, { workerData, transferList: [port2] });
  server.on("exit", (code) => process.exit(code));
  port1.on("message", (message) => {
    if (message.kind === "shutdown") process.exit(0);
    ${main}
  });
`;

interface Kernel {
  readonly child: ChildProcess;
  readonly client: Client;
  readonly exit: Promise<number | string>;
  readonly stderr: () => string;
}

function start(connection: Connection, main = "", environment: NodeJS.ProcessEnv = {}): Kernel {
  const file = join(folder, `${connection.shell_port}.json`);
  writeFileSync(file, JSON.stringify(connection));
  const child = spawn(process.execPath, ["-e", program(main)], {
    env: { ...process.env, CONNECTION: file, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.on("data", (chunk) => (text += String(chunk)));
  const exit = new Promise<number | string>((resolve) => {
    child.on("close", (code, signal) => resolve(code ?? signal!));
  });
  const { shell_port: shell, control_port: control, iopub_port: iopub, stdin_port: stdin } = connection;
  const client = new Client({ shell, control, iopub, stdin }, connection.key);
  toEnd.push(() => {
    client.close();
    child.kill("SIGKILL");
  });
  return { child, client, exit, stderr: () => text };
}

describe("the server thread", () => {
  it("says now and then what it dropped, connections included", async () => {
    const connection = await newConnection("test");
    const { client, stderr } = start(connection);
    await client.subscribed();
    const stranger = connect(connection.shell_port, "127.0.0.1").end("GET / HTTP/1.1\r\n\r\n");
    await once(
      stranger.resume().on("error", () => undefined),
      "close",
    );
    await eventually(() => stderr().includes("\n"), "the line");
    expect(stderr()).toBe("[espalier kernel] dropped since the start: not from a front end: 1\n");
  });

  it("answers and beats while the main thread computes, and ends the process that does not end itself", async () => {
    const connection = await newConnection("test");
    const { client, exit } = start(connection, "if (message.kind === 'execute') for (;;);");
    await client.subscribed();
    const info = await client.ask("shell", "kernel_info_request");
    expect(info.content).toMatchObject({
      status: "ok",
      protocol_version: "5.5",
      implementation: "espalier",
      language_info: { name: "typescript", version: "5.0.4", file_extension: ".ts" },
    });
    await client.send("shell", "execute_request", { code: "for (;;);" });
    await client.hear(({ type }) => type === "execute_input");
    expect((await client.ask("control", "kernel_info_request")).content.status).toBe("ok");
    const heart = new Request({ linger: 0, receiveTimeout: patience });
    toEnd.push(() => heart.close());
    heart.connect(`tcp://127.0.0.1:${connection.hb_port}`);
    await heart.send("ping");
    expect(String((await heart.receive())[0])).toBe("ping");
    expect((await client.ask("control", "shutdown_request", { restart: false })).content).toEqual({
      status: "ok",
      restart: false,
    });
    expect(await exit).toBe("SIGKILL");
  });

  it("lets a main thread end that can", async () => {
    const { client, exit } = start(await newConnection("test"));
    await client.subscribed();
    const reply = await client.ask("control", "shutdown_request", { restart: true });
    expect(reply.content).toEqual({ status: "ok", restart: true });
    expect(await exit).toBe(0);
  });

  it("names a port that is taken, and fails", async () => {
    const connection = await newConnection("test");
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve));
    toEnd.push(() => squatter.close());
    const { port } = squatter.address() as AddressInfo;
    const { exit, stderr } = start({ ...connection, iopub_port: port });
    expect(await exit).toBe(1);
    expect(stderr()).toMatch(new RegExp(`the kernel cannot start: .*127\\.0\\.0\\.1:${port}`));
  });

  it("says which connection file is no good", async () => {
    const connection = { ...(await newConnection("test")), signature_scheme: "rot13" as "hmac-sha256" };
    const { exit, stderr } = start(connection);
    expect(await exit).toBe(1);
    expect(stderr()).toMatch(/connection file .*\.json cannot be used: its signature_scheme is "rot13"/);
  });

  it.skipIf(process.platform === "win32")("ends with the process that started it", async () => {
    const connection = await newConnection("test");
    const file = join(folder, "orphan.json");
    writeFileSync(file, JSON.stringify(connection));
    // A shell starts the kernel and stays: the kernel's parent, which is then killed.
    const parent = spawn("sh", ["-c", `JPY_PARENT_PID=$$ "$NODE" -e "$PROGRAM" & wait`], {
      env: { ...process.env, NODE: process.execPath, PROGRAM: program("for (;;);"), CONNECTION: file },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const gone = new Promise((resolve) => parent.stderr.on("close", resolve));
    parent.stderr.resume();
    const { shell_port: shell, control_port: control, iopub_port: iopub, stdin_port: stdin } = connection;
    const client = new Client({ shell, control, iopub, stdin }, connection.key);
    toEnd.push(() => client.close());
    await client.subscribed();
    await client.send("shell", "execute_request", { code: "for (;;);" });
    await client.hear(({ type }) => type === "execute_input");
    parent.kill("SIGKILL");
    // Its stderr is closed when the last process that holds it has ended.
    await gone;
  });
});

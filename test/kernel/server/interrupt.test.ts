import { describe, expect, it } from "vitest";
import { eventually } from "../../eventually";
import { flag } from "../../../kernel-ext/kernel/src/bridge/flags";
import type { Client } from "./client";
import { failed, ok, running } from "./kernel";
import type { Running, ScriptedHost } from "./kernel";

/** What the server has told the host so far, the host has heard: something that it is told only now. */
async function overtaken(host: ScriptedHost, front: Client): Promise<void> {
  await front.send("shell", "comm_msg", { comm_id: "c", data: {} });
  await host.hear("commMessage");
}

describe("interrupt_request", () => {
  it("sets the flags, tells the host what ran, and is answered at once", async () => {
    const { host, client, flags } = await running();
    const front = await client();
    host.run = () => undefined;
    await front.send("shell", "execute_request", { code: "while (true);" });
    await host.hear("execute");
    Atomics.store(flags, flag.execution, 5);
    expect((await front.ask("control", "interrupt_request")).content).toEqual({ status: "ok" });
    expect([flags[flag.stop], flags[flag.stopNow]]).toEqual([1, 1]);
    expect(await host.hear("interrupt")).toEqual({ kind: "interrupt", execution: 5 });
  });

  it("wakes the thread that sends a signal to what asks no flag", async () => {
    const { client, flags } = await running();
    const front = await client();
    const before = Atomics.load(flags, flag.signal);
    await front.ask("control", "interrupt_request");
    expect(Atomics.load(flags, flag.signal)).not.toBe(before);
  });
});

describe("a question", () => {
  interface Asking extends Running {
    readonly front: Client;
    /** The cell that asks. */
    readonly id: string;
  }

  async function asking(): Promise<Asking> {
    const kernel = await running();
    const front = await kernel.client();
    kernel.host.run = ({ id }) => {
      kernel.host.print(id, "before");
      kernel.host.post({ kind: "input", id, prompt: "name?", password: true });
      return undefined;
    };
    const id = await front.send("shell", "execute_request", { code: "prompt()" });
    await front.hear(({ type }) => type === "input_request");
    return { ...kernel, front, id };
  }

  it("goes to who sent the cell, and the answer back to the host", async () => {
    const { host, front, flags, client, id, arrived } = await asking();
    const request = await front.hear(({ type }) => type === "input_request");
    expect(request.content).toEqual({ prompt: "name?", password: true });
    expect(request.parent.msg_id).toBe(id);
    expect(front.broadcasts(id)).toContain("stdout: before");
    const other = await client();
    await other.send("stdin", "input_reply", { value: "not mine" });
    await arrived("stdin", 1);
    await overtaken(host, front);
    expect(host.heard.some(({ kind }) => kind === "inputReply")).toBe(false);
    await front.send("stdin", "input_reply", { value: "Ada" }, { parent: request.header });
    expect(await host.hear("inputReply")).toEqual({ kind: "inputReply", value: "Ada" });
    expect(flags[flag.input]).toBe(1);
    expect(other.heard.some(({ type }) => type === "input_request")).toBe(false);
  });

  it("is withdrawn by an interrupt; an answer that comes then counts for nothing", async () => {
    const { host, front, id, arrived } = await asking();
    const stale = await front.hear(({ type }) => type === "input_request");
    await front.ask("control", "interrupt_request");
    expect(await host.hear("inputReply")).toEqual({ kind: "inputReply", value: undefined });
    host.end((await host.hear("execute")).id, failed);
    await front.idle(id);
    await front.send("stdin", "input_reply", { value: "too late" }, { parent: stale.header });
    await arrived("stdin", 1);
    await overtaken(host, front);
    expect(host.heard.filter(({ kind }) => kind === "inputReply")).toHaveLength(1);
  });

  it("is not put to anybody if the host was told to stop meanwhile", async () => {
    const { host, client, flags } = await running();
    const front = await client();
    host.run = ({ id }) => {
      Atomics.store(flags, flag.stopNow, 1);
      host.post({ kind: "input", id, prompt: "?", password: false });
      return ok;
    };
    await front.ask("shell", "execute_request", { code: "1" });
    expect(await host.hear("inputReply")).toEqual({ kind: "inputReply", value: undefined });
    expect(front.heard.some(({ type }) => type === "input_request")).toBe(false);
  });
});

describe("shutdown_request", () => {
  it.each(["control", "shell"] as const)("on %s ends the kernel while a cell computes", async (channel) => {
    const { host, client, flags, done } = await running();
    const front = await client();
    host.run = () => undefined;
    await front.send("shell", "execute_request", { code: "while (true);" });
    await host.hear("execute");
    const never = await front.send("shell", "execute_request", { code: "2" });
    const id = await front.send(channel, "shutdown_request", { restart: true });
    const answers = await front.hear(
      () => front.heard.filter(({ type }) => type === "shutdown_reply").length === 2,
    );
    expect(answers).toBeDefined();
    for (const { content } of front.heard.filter(({ type }) => type === "shutdown_reply")) {
      expect(content).toEqual({ status: "ok", restart: true });
    }
    await front.idle(id);
    expect(await host.hear("shutdown")).toEqual({ kind: "shutdown", restart: true });
    expect(flags[flag.stopNow]).toBe(1);
    // The host does not end: the process is killed.
    await eventually(() => done.length > 0, "the end of the process");
    expect(done).toEqual(["SIGKILL"]);
    expect(front.broadcasts(never)).toEqual([]);
  });

  it("of the host's own will lets out what was posted before", async () => {
    const { host, client, flags } = await running();
    const front = await client();
    host.run = ({ id }) => {
      host.print(id, "last words");
      host.end(id, failed);
      host.post({ kind: "ending", exitCode: 1 });
      return undefined;
    };
    const id = await front.send("shell", "execute_request", { code: "process.exit(1)" });
    expect((await front.reply(id)).content.status).toBe("error");
    await front.idle(id);
    expect(front.broadcasts(id)).toContain("stdout: last words");
    await eventually(() => flags[flag.drained] === 1, "word that all has left");
  });
});

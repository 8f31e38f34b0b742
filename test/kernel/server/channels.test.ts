import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { eventually } from "../../eventually";
import { ok, running } from "./kernel";

describe("the shell channel", () => {
  it("serves one request at a time, in order, each busy only when it begins", async () => {
    const { host, client, arrived } = await running();
    const front = await client();
    host.run = () => undefined;
    const first = await front.send("shell", "execute_request", { code: "1" });
    const second = await front.send("shell", "kernel_info_request");
    const cell = await host.hear("execute");
    await arrived("shell", 2);
    // What is broadcast of it would come before this.
    host.print(cell.id, "still here");
    await front.hear(({ type }) => type === "stream");
    expect(front.broadcasts(second)).toEqual([]);
    host.end(cell.id);
    await front.idle(second);
    const order = front.heard.filter(({ type, prefix }) => type === "status" && prefix.length > 0);
    expect(order.filter(({ parent }) => parent.msg_id).map(({ parent }) => parent.msg_id)).toEqual([
      first,
      first,
      second,
      second,
    ]);
  });

  it("ignores what it does not know, and says that it is done with it", async () => {
    const front = await (await running()).client();
    const id = await front.send("shell", "make_coffee_request");
    await front.idle(id);
    expect(front.broadcasts(id)).toEqual(["busy", "idle"]);
    expect(front.heard.some(({ type }) => type === "make_coffee_reply")).toBe(false);
  });

  it("keeps envelopes of several identities", async () => {
    const front = await (await running()).client();
    const id = await front.send("shell", "kernel_info_request", {}, { prefix: ["way", "back"] });
    expect((await front.reply(id)).prefix).toEqual(["way", "back"]);
  });

  it("gives every message an id of its own, the date in UTC, and the parent's header as it came", async () => {
    const { client } = await running();
    const front = await client();
    const extra = { header: { unknown: { kept: [1] } } };
    const id = await front.send("shell", "kernel_info_request", {}, extra);
    const reply = await front.reply(id);
    await front.idle(id);
    expect(reply.parent).toMatchObject({ msg_id: id, unknown: { kept: [1] } });
    expect(reply.header.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const ids = front.heard.map(({ header }) => header.msg_id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(front.heard.map(({ header }) => header.session)).size).toBe(1);
  });

  it("answers connect_request with the ports", async () => {
    const front = await (await running()).client();
    const { content } = await front.ask("shell", "connect_request");
    expect(content).toEqual({
      status: "ok",
      shell_port: 1,
      control_port: 2,
      iopub_port: 3,
      stdin_port: 4,
      hb_port: 5,
    });
  });
});

describe("the control channel", () => {
  it("answers while a cell computes", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = () => undefined;
    await front.send("shell", "execute_request", { code: "while (true);" });
    await host.hear("execute");
    expect((await front.ask("control", "kernel_info_request")).content.implementation).toBe("espalier");
  });

  it("refuses debugging in the debug adapter's words, and leaves subshells unanswered", async () => {
    const front = await (await running()).client();
    const { content } = await front.ask("control", "debug_request", {
      type: "request",
      seq: 3,
      command: "attach",
    });
    expect(content).toMatchObject({ type: "response", request_seq: 3, command: "attach", success: false });
    const id = await front.send("control", "create_subshell_request");
    await front.idle(id);
    expect(front.heard.some(({ type }) => type === "create_subshell_reply")).toBe(false);
  });
});

describe("a subscription", () => {
  it("is welcomed with its topic, without a parent", async () => {
    const front = await (await running()).client();
    const welcome = await front.hear(({ type }) => type === "iopub_welcome");
    expect(welcome).toMatchObject({ content: { subscription: "" }, parent: {}, prefix: [""] });
  });
});

describe("messages that are not from a front end of ours", () => {
  it("are dropped and counted: wrong key, no delimiter, no JSON, seen before", async () => {
    const { client, session, warnings } = await running();
    const stranger = await client("another key");
    await stranger.send("shell", "kernel_info_request");
    const front = await client();
    await front.raw("shell", ["no delimiter"]);
    const parts = ["{", "{}", "{}", "{}"];
    const signature = createHmac("sha256", "secret").update(parts.join("")).digest("hex");
    await front.raw("shell", ["<IDS|MSG>", signature, ...parts]);
    const { frames } = front.frames("execute_request", { code: "twice" });
    await front.raw("shell", frames);
    await front.raw("shell", frames);
    await front.ask("shell", "kernel_info_request");
    await eventually(() => session.refusals.total >= 4, "the fourth refusal");
    expect(session.refusals.total).toBe(4);
    expect(stranger.heard).toEqual([]);
    expect(warnings).toHaveLength(1);
  });

  it("are all taken where the connection file has no key", async () => {
    const front = await (await running({ key: "" })).client();
    expect((await front.ask("shell", "kernel_info_request")).content.status).toBe("ok");
  });
});

describe("comms", () => {
  it("go to the host in order with their buffers, and come back with theirs", async () => {
    const { host, client } = await running();
    const front = await client();
    host.answer = (message) => {
      if (message.kind !== "commMessage") return undefined;
      host.publish(message.id, "comm_msg", { comm_id: message.commId, data: message.data }, [
        ...message.buffers,
      ]);
      return undefined;
    };
    await front.send("shell", "comm_open", { comm_id: "c1", target_name: "echo", data: { a: 1 } });
    const buffers = [Buffer.from([0, 255, 7]), Buffer.alloc(0)];
    const id = await front.send("shell", "comm_msg", { comm_id: "c1", data: { b: 2 } }, { buffers });
    await front.idle(id);
    expect(front.broadcasts(id)).toEqual(["busy", "comm_msg", "idle"]);
    const echo = await front.hear(({ type }) => type === "comm_msg");
    expect(echo.content).toEqual({ comm_id: "c1", data: { b: 2 } });
    expect(echo.buffers.map((buffer) => [...buffer])).toEqual([[0, 255, 7], []]);
    expect(await host.hear("commOpen")).toMatchObject({ commId: "c1", targetName: "echo", data: { a: 1 } });
  });

  it("reach a cell that waits for them; a cell waits for nobody's turn but a cell's", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ code }) => (code === "wait" ? undefined : ok);
    await front.send("shell", "execute_request", { code: "wait" });
    const next = await front.send("shell", "execute_request", { code: "next" });
    const waiting = await host.hear("execute");
    const message = await front.send("shell", "comm_msg", { comm_id: "c", data: {} });
    await front.idle(message);
    expect(host.heard.map(({ kind }) => kind)).toEqual(["execute", "commMessage"]);
    host.end(waiting.id);
    await front.idle(next);
    expect(host.heard.map(({ kind }) => kind)).toEqual(["execute", "commMessage", "execute"]);
  });

  it("leave a kernel busy whose cell still runs", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = () => undefined;
    const cell = await front.send("shell", "execute_request", { code: "long" });
    const { id } = await host.hear("execute");
    await front.idle(await front.send("shell", "comm_msg", { comm_id: "c", data: {} }));
    host.print(id, "on");
    await front.hear(({ type }) => type === "stream");
    const state = () => front.heard.findLast(({ type }) => type === "status")?.content.execution_state;
    expect(state()).toBe("busy");
    host.end(id);
    await front.idle(cell);
    expect(state()).toBe("idle");
  });

  it("are known from either side", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ id }) => {
      host.publish(id, "comm_open", { comm_id: "ours", target_name: "jupyter.widget", data: {} });
      return ok;
    };
    await front.ask("shell", "execute_request", { code: "1" });
    await front.send("shell", "comm_open", { comm_id: "theirs", target_name: "t" });
    const info = async (content: object) =>
      (await front.ask("shell", "comm_info_request", content)).content.comms;
    expect(await info({})).toEqual({ ours: { target_name: "jupyter.widget" }, theirs: { target_name: "t" } });
    expect(await info({ target_name: "t" })).toEqual({ theirs: { target_name: "t" } });
    await front.send("shell", "comm_close", { comm_id: "theirs" });
    host.publish(undefined, "comm_close", { comm_id: "ours" });
    await front.hear(({ type }) => type === "comm_close");
    expect(await info({})).toEqual({});
  });
});

describe("who has signed nothing", () => {
  const large = Buffer.alloc(20_000_000, 1);

  it("cannot send what a front end can that has asked something before", async () => {
    const { host, client, strangers } = await running();
    const front = await client();
    await front.ask("shell", "kernel_info_request");
    await front.send("shell", "comm_msg", { comm_id: "c", data: {} }, { buffers: [large] });
    const arrived = () =>
      host.heard.some((one) => "buffers" in one && one.buffers[0]?.length === large.length);
    await eventually(arrived, "the large message");
    expect(strangers.bytes).toBe(0);
    // iopub, stdin and control have said nothing so far.
    expect(strangers.count).toBe(3);
  });

  it("leaves nothing in memory with a wrong signature, and stays a stranger", async () => {
    const { client, strangers, session } = await running();
    const front = await client("wrong key");
    await front.send(
      "shell",
      "comm_msg",
      { comm_id: "c", data: {} },
      { buffers: [large.subarray(0, 8_000_000)] },
    );
    await eventually(() => session.refusals.total === 1, "the refusal");
    expect(strangers.bytes).toBe(0);
    expect(strangers.count).toBe(4);
  });
});

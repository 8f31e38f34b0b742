import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { Interrupted } from "../../../kernel-ext/kernel/src/host/services";
import { Kernel } from "./kernel";

let kernel: Kernel;
beforeEach(() => {
  kernel = new Kernel();
});

describe("comms that the kernel opens", () => {
  test("say what they are, and send objects with bytes beside them", () => {
    const memory = new Uint8Array([1, 2, 3, 4]);
    const comm = kernel.comms.open(
      "front",
      { x: 1 },
      { metadata: { version: "2" }, buffers: [memory.subarray(1, 3)] },
    );
    comm.send(
      { skipped: undefined, big: 3n, list: new Float32Array([0.5]) },
      { buffers: [new Uint16Array([258])] },
    );
    comm.send();
    const [opened, first, second] = kernel.sent();
    expect(opened).toMatchObject({
      type: "comm_open",
      content: { comm_id: comm.id, target_name: "front", data: { x: 1 } },
      metadata: { version: "2" },
      buffers: [new Uint8Array([2, 3])],
    });
    expect(opened!.buffers![0]!.buffer.byteLength).toBe(2);
    expect(first).toMatchObject({ type: "comm_msg", buffers: [new Uint8Array([2, 1])] });
    expect(first!.content).toEqual({ comm_id: comm.id, data: { big: 3, list: [0.5] } });
    expect(second!.content).toEqual({ comm_id: comm.id, data: {} });
  });

  test("hear answers in their order, each in the context of its request", async () => {
    const comm = kernel.comms.open("front");
    const heard: unknown[] = [];
    comm.onMessage(async ({ data, buffers }) => {
      await sleep(5 - Number(data.n));
      heard.push([data.n, buffers, kernel.recorder.request]);
    });
    await kernel.say(comm.id, { n: 1 }, [new Uint8Array([7])]);
    await kernel.say(comm.id, { n: 2 });
    expect(heard).toEqual([
      [1, [new Uint8Array([7])], "request 1"],
      [2, [], "request 2"],
    ]);
  });

  test("are over when either side closes them", async () => {
    const comm = kernel.comms.open("front");
    const heard: unknown[] = [];
    comm.onClose(({ data }) => heard.push(data));
    await kernel.close(comm.id, { why: "gone" });
    expect([heard, comm.isOpen]).toEqual([[{ why: "gone" }], false]);
    kernel.sent();
    comm.close();
    expect(kernel.sent()).toEqual([]);
    expect(() => comm.send({})).toThrow('this comm (target "front") is closed');

    const other = kernel.comms.open("front");
    other.onMessage(() => heard.push("never"));
    other.close({ done: true });
    await kernel.say(other.id, {});
    expect(kernel.sent().at(-1)).toMatchObject({
      type: "comm_close",
      content: { comm_id: other.id, data: { done: true } },
    });
    expect(heard).toHaveLength(1);
  });

  test("refuse what JSON cannot hold, and then do not exist", () => {
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    expect(() => kernel.comms.open("front", endless)).toThrow("it contains itself");
    kernel.widgets.close();
    expect(kernel.sent()).toEqual([]);
  });

  test("are closed when the kernel ends; widgets stay on the page", () => {
    const comm = kernel.comms.open("front");
    kernel.widget({ esm: "export default {}" });
    kernel.sent();
    kernel.widgets.close();
    expect(kernel.sent().map(({ type, content }) => [type, content.comm_id])).toEqual([
      ["comm_close", comm.id],
    ]);
  });
});

describe("comms that the page opens", () => {
  test("are handed to what was registered last", async () => {
    kernel.comms.register("echo", () => expect.unreachable());
    kernel.comms.register("echo", (comm, { data, metadata }) => {
      comm.send({ opened: data, with: metadata });
      comm.onMessage((message) => comm.send({ echo: message.data }, { buffers: message.buffers }));
    });
    await kernel.open("one", "echo", { a: 1 }, { m: 2 });
    await kernel.say("one", { b: 2 }, [new Uint8Array([0, 255])]);
    expect(kernel.sent()).toMatchObject([
      { content: { comm_id: "one", data: { opened: { a: 1 }, with: { m: 2 } } }, request: "request 1" },
      {
        content: { comm_id: "one", data: { echo: { b: 2 } } },
        buffers: [new Uint8Array([0, 255])],
        request: "request 2",
      },
    ]);
  });

  test("are closed again where nobody knows the target, or its handler fails", async () => {
    await kernel.open("one", "nobody");
    kernel.comms.register("fails", () => {
      throw new Error("no");
    });
    await kernel.open("two", "fails");
    await kernel.say("three", {});
    expect(kernel.sent().map(({ type, content }) => [type, content.comm_id])).toEqual([
      ["comm_close", "one"],
      ["comm_close", "two"],
    ]);
    expect(kernel.errors).toEqual([["request 2", new Error("no")]]);
  });
});

describe("handlers that fail", () => {
  test("are shown under their message and keep the others from nothing", async () => {
    const comm = kernel.comms.open("front");
    const heard: string[] = [];
    comm.onMessage(() => {
      throw new Error("at once");
    });
    comm.onMessage(() => Promise.reject(new Error("later")));
    comm.onMessage(() => heard.push("third"));
    await kernel.say(comm.id, {});
    expect(kernel.errors).toEqual([
      ["request 1", new Error("at once")],
      ["request 1", new Error("later")],
    ]);
    expect(heard).toEqual(["third"]);
  });

  test("end all handling of the message where the user has interrupted it", async () => {
    const comm = kernel.comms.open("front");
    comm.onMessage(() => {
      throw new Interrupted();
    });
    comm.onMessage(() => expect.unreachable());
    await expect(kernel.say(comm.id, {})).rejects.toThrow(Interrupted);
    expect(kernel.errors).toEqual([]);
  });
});

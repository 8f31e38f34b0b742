import { MessageChannel, Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { eventually } from "../../eventually";
import { flag, newFlags } from "../../../kernel-ext/kernel/src/bridge/flags";
import type { ToServer } from "../../../kernel-ext/kernel/src/bridge/messages";
import { Link } from "../../../kernel-ext/kernel/src/host/link";
import type { Request } from "../../../kernel-ext/kernel/src/host/link";
import { Interrupted } from "../../../kernel-ext/kernel/src/host/services";

const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

/** A server thread that does what the text says for each message that it gets. */
function withServer(reaction: string): { link: Link; requests: Request[]; flags: Int32Array } {
  const buffer = newFlags();
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(
    `const { workerData: { port, buffer } } = require("node:worker_threads");
const flags = new Int32Array(buffer);
const set = (index) => { Atomics.store(flags, index, 1); Atomics.notify(flags, index); };
const answer = (value) => { port.postMessage({ kind: "inputReply", value }); set(4); };
port.on("message", (message) => { ${reaction} });`,
    { eval: true, workerData: { port: port2, buffer }, transferList: [port2] },
  );
  workers.push(worker);
  const link = new Link(port1, new Int32Array(buffer));
  const requests: Request[] = [];
  link.listen((request) => requests.push(request));
  port1.unref();
  return { link, requests, flags: new Int32Array(buffer) };
}

const question: Extract<ToServer, { kind: "input" }> = {
  kind: "input",
  id: "a",
  prompt: "?",
  password: false,
};

describe("Link", () => {
  it("stands still until the answer comes", () => {
    const { link } = withServer(`setTimeout(answer, 50, "yes")`);
    expect(link.ask(question)).toBe("yes");
  });

  it("keeps what comes before the answer, in its order", async () => {
    const { link, requests } = withServer(`
port.postMessage({ kind: "isComplete", id: "1", code: "" });
port.postMessage({ kind: "isComplete", id: "2", code: "" });
answer("yes");
port.postMessage({ kind: "isComplete", id: "3", code: "" });`);
    expect(link.ask(question)).toBe("yes");
    await eventually(() => requests.length >= 3, "the third request");
    expect(requests.map((request) => ("id" in request ? request.id : ""))).toEqual(["1", "2", "3"]);
  });

  it("ends the waiting when the user wants to stop; the answer that follows is nobody's", () => {
    const { link, flags } = withServer(`
if (!globalThis.asked) { globalThis.asked = true; set(1); set(4); return; }
answer("late"); answer("right");`);
    expect(() => link.ask(question)).toThrow(Interrupted);
    // As the host does when it has heard of the wish.
    Atomics.store(flags, flag.stopNow, 0);
    expect(link.ask(question)).toBe("right");
  });

  it("gives undefined where the question was withdrawn", () => {
    const { link } = withServer(`answer(undefined)`);
    expect(link.ask(question)).toBeUndefined();
  });

  it("ends when everything was sent", () => {
    const { link, flags } = withServer(`
if (message.kind === "ending") setTimeout(() => { Atomics.store(flags, 7, 1); set(6); }, 100);`);
    link.end(0);
    // The last thing that the server does before it says so: it was waited for.
    expect(flags[7]).toBe(1);
  });
});

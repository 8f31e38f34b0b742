import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Publication, ToServer } from "../../../kernel-ext/kernel/src/bridge/messages";
import { Publisher } from "../../../kernel-ext/kernel/src/host/publisher";

function newPublisher(): { publisher: Publisher; posted: ToServer[] } {
  const posted: ToServer[] = [];
  return { publisher: new Publisher((message) => posted.push(message)), posted };
}

const streams = (posted: readonly ToServer[]): { id: unknown; name: unknown; text: string }[] =>
  posted
    .filter((message): message is Publication => message.kind === "publish" && message.type === "stream")
    .map(({ id, content }) => ({ id, name: content["name"], text: String(content["text"]) }));

describe("Publisher", () => {
  it("posts what is printed first at once: the cell may compute for long", () => {
    const { publisher, posted } = newPublisher();
    publisher.write("a", "stdout", "one\n");
    publisher.write("a", "stdout", "two\n");
    expect(streams(posted).map(({ text }) => text)).toEqual(["one\n", "two\n"]);
  });

  it("gathers a flood, and loses and reorders nothing of it", async () => {
    const { publisher, posted } = newPublisher();
    let expected = "";
    for (let i = 0; i < 50_000; i++) {
      publisher.write("a", "stdout", `${i}\n`);
      expected += `${i}\n`;
    }
    await setImmediate();
    expect(posted.length).toBeLessThan(1000);
    expect(
      streams(posted)
        .map(({ text }) => text)
        .join(""),
    ).toBe(expected);
  });

  it("posts the end of a flood when the event loop turns", async () => {
    const { publisher, posted } = newPublisher();
    for (let i = 0; i < 1000; i++) publisher.write("a", "stdout", ".");
    await setImmediate();
    expect(streams(posted).reduce((sum, { text }) => sum + text.length, 0)).toBe(1000);
  });

  it("keeps streams and requests apart, and their order", () => {
    const { publisher, posted } = newPublisher();
    const order = ["a", "stdout", "a", "stderr", "b", "stdout", "a", "stdout"];
    for (let i = 0; i < 500; i++) {
      publisher.write(order[(2 * i) % 8], order[(2 * i + 1) % 8] as "stdout" | "stderr", `${i},`);
    }
    publisher.flush();
    const got = streams(posted);
    expect(got.map(({ text }) => text).join("")).toBe(
      Array.from({ length: 500 }, (_, i) => `${i},`).join(""),
    );
    for (const { id, name, text } of got) {
      for (const number of text.split(",").slice(0, -1).map(Number)) {
        expect([id, name]).toEqual([order[(2 * number) % 8], order[(2 * number + 1) % 8]]);
      }
    }
  });

  it("sends anything else after what was printed before it", () => {
    const { publisher, posted } = newPublisher();
    for (let i = 0; i < 200; i++) publisher.write("a", "stdout", ".");
    publisher.publish("a", "display_data", { data: {} });
    publisher.write("a", "stdout", "after");
    publisher.send({ kind: "executed", id: "a", result: { status: "ok", userExpressions: {} } });
    const kinds = posted.map((message) => (message.kind === "publish" ? message.type : message.kind));
    const display = kinds.indexOf("display_data");
    expect(
      streams(posted.slice(0, display))
        .map(({ text }) => text)
        .join(""),
    ).toBe(".".repeat(200));
    expect(kinds.slice(display + 1)).toEqual(["stream", "executed"]);
  });
});

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { CellStream } from "../../../kernel-ext/kernel/src/host/standard-streams";

function newStream(): { stream: CellStream; printed: string[] } {
  const printed: string[] = [];
  return { stream: new CellStream(1, (text) => printed.push(text)), printed };
}

describe("CellStream", () => {
  it("prints at once, says that it is not full, and calls back", async () => {
    const { stream, printed } = newStream();
    const done = new Promise<unknown>((resolve) => {
      expect(stream.write("text", resolve)).toBe(true);
    });
    expect(printed).toEqual(["text"]);
    expect(await done).toBeFalsy();
  });

  it("is never full, however much comes at once", () => {
    const { stream, printed } = newStream();
    expect(stream.write("x".repeat(1_000_000))).toBe(true);
    expect(stream.write("y")).toBe(true);
    expect(printed.join("").length).toBe(1_000_001);
  });

  it("takes encodings, bytes, and characters that come in two pieces", () => {
    const { stream, printed } = newStream();
    stream.write("c3a4", "hex");
    const euro = Buffer.from("€");
    stream.write(euro.subarray(0, 1));
    stream.write(new Uint8Array(euro.subarray(1)));
    expect(printed.join("")).toBe("ä€");
  });

  it("is what other streams can be piped into, and stays open", async () => {
    const { stream, printed } = newStream();
    await pipeline(Readable.from(["a"]), stream);
    await pipeline(Readable.from(["b"]), stream, { end: false });
    const ended = new Promise<void>((resolve) => stream.end("c", resolve));
    await ended;
    stream.destroy();
    stream.write("d");
    expect(printed.join("")).toBe("abcd");
  });

  it("lets an error of printing through to who prints, and goes on", () => {
    let fails = true;
    const printed: string[] = [];
    const stream = new CellStream(2, (text) => {
      if (fails) throw new Error("stop");
      printed.push(text);
    });
    expect(() => stream.write("one")).toThrow("stop");
    fails = false;
    stream.write("two");
    expect(printed).toEqual(["two"]);
  });
});

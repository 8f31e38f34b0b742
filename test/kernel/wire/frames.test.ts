import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteQueue } from "../../../kernel-ext/kernel/src/wire/byte-queue";
import { FrameReader, type Received } from "../../../kernel-ext/kernel/src/wire/frame-reader";
import { encodeCommand, encodeMessage } from "../../../kernel-ext/kernel/src/wire/frames";
import { MAX_MESSAGE_BYTES, MAX_MESSAGE_FRAMES } from "../../../kernel-ext/kernel/src/wire/limits";
import { ProtocolError } from "../../../kernel-ext/kernel/src/wire/protocol-error";

/** Reads all that can be read from chunks that come one after the other. */
function read(chunks: readonly Buffer[]): Received[] {
  const bytes = new ByteQueue();
  const reader = new FrameReader(bytes);
  const all: Received[] = [];
  for (const chunk of chunks) {
    bytes.push(chunk);
    for (let next = reader.next(); next; next = reader.next()) all.push(next);
  }
  return all;
}

function cut(whole: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [0, ...places.map((place) => place % (whole.length + 1)), whole.length].sort(
    (a, b) => a - b,
  );
  return sorted.slice(1).map((end, index) => whole.subarray(sorted[index], end));
}

function plain(received: Received): unknown {
  return "command" in received
    ? { command: received.command.toString("hex") }
    : received.frames.map((body) => body.toString("hex"));
}

/** Sizes on both sides of each border: one byte of length, the copy of small bodies. */
const body = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 20 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(254, 255, 256, 8191, 8192, 70_000).map((size) => Buffer.alloc(size, size)),
  },
);
const sent = fc.array(fc.array(body, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });

describe("frames", () => {
  it("arrive whole and in order however the bytes are cut", () => {
    fc.assert(
      fc.property(sent, fc.array(fc.nat(), { maxLength: 40 }), (messages, places) => {
        const whole = Buffer.concat(messages.flatMap((frames) => encodeMessage(frames)));
        const expected = messages.map((frames) => frames.map((each) => Buffer.from(each).toString("hex")));
        expect(read(cut(whole, places)).map(plain)).toEqual(expected);
      }),
    );
  });

  it("arrive byte by byte, with commands between the frames of a message", () => {
    const [first] = encodeMessage([Buffer.from("one"), Buffer.from("two")]);
    const ping = encodeCommand(Buffer.from("\x04PING\0\0"));
    const whole = Buffer.concat([first!.subarray(0, 5), ping, first!.subarray(5), ping]);
    const received = read([...whole].map((byte) => Buffer.of(byte))).map(plain);
    const command = { command: ping.subarray(2).toString("hex") };
    expect(received).toEqual([command, ["6f6e65", "74776f"], command]);
  });

  it("have the sizes that ZMTP gives them", () => {
    expect(Buffer.concat(encodeMessage([Buffer.alloc(255)])).subarray(0, 2)).toEqual(Buffer.of(0, 255));
    expect(Buffer.concat(encodeMessage([Buffer.alloc(256), Buffer.of(7)]))).toEqual(
      Buffer.concat([Buffer.of(3, 0, 0, 0, 0, 0, 0, 1, 0), Buffer.alloc(256), Buffer.of(0, 1, 7)]),
    );
    expect(encodeCommand(Buffer.alloc(300)).subarray(0, 9)).toEqual(Buffer.of(6, 0, 0, 0, 0, 0, 0, 1, 44));
  });

  it("of one small message are one piece; a large body is not copied", () => {
    expect(encodeMessage([Buffer.of(1), Buffer.alloc(0), Buffer.alloc(300)])).toHaveLength(1);
    const large = new Uint8Array(100_000);
    expect(encodeMessage([Buffer.of(1), large, Buffer.of(2)])[1]!.buffer).toBe(large.buffer);
  });

  it("that lie in one chunk are not copied", () => {
    const chunk = Buffer.concat(encodeMessage([Buffer.alloc(1000, 1)]));
    const [received] = read([chunk]);
    expect(received && "frames" in received && received.frames[0]!.buffer).toBe(chunk.buffer);
  });

  it("cost as much as they are long, not its square: 64 MB in pieces of 1 kB", () => {
    const large = Buffer.alloc(64 * 2 ** 20, 7);
    const whole = Buffer.concat(encodeMessage([large]));
    const pieces = Array.from({ length: Math.ceil(whole.length / 1024) }, (_, i) =>
      whole.subarray(i * 1024, (i + 1) * 1024),
    );
    const [received] = read(pieces);
    expect(received && "frames" in received && received.frames[0]!.equals(large)).toBe(true);
  });

  it.each([
    ["an unknown flag", Buffer.of(8, 0)],
    ["a command that goes on", Buffer.of(5, 0)],
    ["a size above the limit", Buffer.concat([Buffer.of(2, 0, 0, 0, 0), Buffer.of(0x40, 0, 0, 1)])],
    ["a size above 2^53", Buffer.alloc(9, 0xff).fill(2, 0, 1)],
    ["a command too long", Buffer.concat([Buffer.of(6, 0, 0, 0, 0), Buffer.of(0, 1, 0, 1)])],
    ["too many frames", Buffer.alloc(2 * (MAX_MESSAGE_FRAMES + 1), Buffer.of(1, 0))],
  ])("are refused before their body is awaited: %s", (_, bytes) => {
    expect(() => read([bytes])).toThrow(ProtocolError);
  });

  it("count together: a message may not exceed the limit in parts either", () => {
    const header = Buffer.of(2, 0, 0, 0, 0, 0, 0, 0, 0);
    header.writeUInt32BE(MAX_MESSAGE_BYTES, 5);
    expect(read([header])).toEqual([]);
    expect(() => read([Buffer.of(1, 1, 0), header])).toThrow(ProtocolError);
    expect(read([Buffer.of(0, 1, 0), header])).toHaveLength(1);
  });

  it("made of random bytes fail in no other way than a ProtocolError", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 }), (chunks) => {
        try {
          read(chunks.map((chunk) => Buffer.from(chunk)));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

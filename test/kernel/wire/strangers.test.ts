import { Dealer } from "zeromq";
import { describe, expect, it, vi } from "vitest";
import { ByteQueue } from "../../../kernel-ext/kernel/src/wire/byte-queue";
import { FrameReader } from "../../../kernel-ext/kernel/src/wire/frame-reader";
import {
  MAX_STRANGER_BYTES,
  MAX_STRANGERS,
  MAX_STRANGERS_BYTES,
  STRANGER_MESSAGE_MILLISECONDS,
} from "../../../kernel-ext/kernel/src/wire/limits";
import { Strangers } from "../../../kernel-ext/kernel/src/wire/strangers";
import { frame, greeting, ready, type RawPeer } from "./raw-peer";
import { connected, echo, publisher, raw, router, texts, wary } from "./sockets";

/** The header of a long frame. */
function header(flags: number, size: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = flags | 2;
  bytes.writeBigUInt64BE(BigInt(size), 1);
  return bytes;
}

/** A peer that has shaken hands. */
async function guest(port: number): Promise<RawPeer> {
  const peer = raw(port).write(greeting(), ready("DEALER"));
  await peer.receive();
  return peer;
}

const megabyte = Buffer.alloc(2 ** 20, "x");

/** Sends so many bytes, as fast as they are taken; ends early where the connection does. */
async function pour(peer: RawPeer, bytes: number): Promise<void> {
  for (let sent = 0; sent < bytes && !peer.socket.destroyed; sent += megabyte.length) {
    if (!peer.socket.write(megabyte)) await room(peer);
  }
}

/** Waits until more can be written, or the connection has ended. */
function room({ socket }: RawPeer): Promise<void> {
  return new Promise((resolve) => {
    socket.once("drain", resolve).once("close", resolve);
    if (socket.closed || !socket.writableNeedDrain) resolve();
  });
}

describe("a peer without a signed message", () => {
  it("is let go when it announces a large message, before any of it is kept", async () => {
    const { port, counts, strangers } = await wary();
    const peer = await guest(port);
    peer.write(header(0, MAX_STRANGER_BYTES + 1));
    await peer.ended();
    expect(counts.refusedPeers).toBe(1);
    expect(strangers.bytes).toBe(0);
  });

  it("is let go when the frames of its message become many bytes", async () => {
    const { port, counts } = await wary();
    const peer = await guest(port);
    for (let count = 0; count < 17; count++) peer.write(header(1, megabyte.length), megabyte);
    await peer.ended();
    expect(counts.refusedPeers).toBe(1);
  });

  it("shares a small part of the memory with all others of its kind", async () => {
    const { port, counts, strangers } = await wary();
    const most = vi.spyOn(strangers, "keep");
    const peers = await Promise.all(Array.from({ length: 8 }, () => guest(port)));
    const size = MAX_STRANGER_BYTES - 2 ** 20;
    for (const peer of peers) peer.write(header(0, size));
    // One byte less than whole: nothing is handed over.
    await Promise.all(peers.map((peer) => pour(peer, size - megabyte.length)));
    await vi.waitFor(() => expect(counts.refusedPeers).toBeGreaterThanOrEqual(4), 60_000);
    expect(strangers.bytes).toBeLessThanOrEqual(MAX_STRANGERS_BYTES);
    expect(Math.max(...most.mock.calls.map(([, bytes]) => bytes))).toBeLessThanOrEqual(MAX_STRANGER_BYTES);
    for (const peer of peers) peer.socket.destroy();
    await vi.waitFor(() => expect([strangers.bytes, strangers.count]).toEqual([0, 0]), 60_000);
  });

  it("pays for what holds its bytes where it sends them one by one", () => {
    const bytes = new ByteQueue();
    const reader = new FrameReader(bytes);
    bytes.push(header(0, 10_000));
    reader.next();
    for (let count = 0; count < 1000; count++) bytes.push(Buffer.of(0));
    expect(reader.next()).toBeUndefined();
    expect(reader.keptBytes).toBeGreaterThan(100 * 1000);
    reader.clear();
    bytes.clear();
    expect(reader.keptBytes).toBe(0);
  });

  it("leaves nothing behind when its message has a wrong signature, and may try again", async () => {
    const { port, counts, strangers } = await wary();
    const peer = await guest(port);
    peer.write(header(0, 8 * megabyte.length));
    await pour(peer, 8 * megabyte.length);
    peer.write(frame(0, "friend"));
    expect(await peer.receive()).toEqual({ frames: [Buffer.from("friend")] });
    expect([strangers.bytes, strangers.count, counts.refusedPeers]).toEqual([0, 0, 0]);
  });

  it("may send large messages as soon as one was signed", async () => {
    const { port } = await wary();
    const dealer = connected(new Dealer({ receiveTimeout: 60_000 }), port);
    const large = Buffer.alloc(MAX_STRANGER_BYTES * 2, "friend, ");
    await dealer.send("friend");
    await dealer.send(large);
    expect(texts(await dealer.receive())).toEqual(["friend"]);
    expect((await dealer.receive())[0]?.equals(large)).toBe(true);
  });

  it("may be silent for ever, but not in the middle of a message", async () => {
    const { port, counts, strangers } = await wary();
    const silent = await guest(port);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const slow = await guest(port);
      slow.write(header(0, 100), Buffer.of(1));
      // The answer to another one comes when what was sent before has been read.
      await guest(port);
      expect(strangers.bytes).toBeGreaterThan(0);
      vi.advanceTimersByTime(STRANGER_MESSAGE_MILLISECONDS + 1);
      await slow.ended();
      expect(counts.refusedPeers).toBe(1);
    } finally {
      vi.useRealTimers();
    }
    silent.write(frame(0, "friend"));
    expect(await silent.receive()).toEqual({ frames: [Buffer.from("friend")] });
  });

  it("is not let in where there are too many of them; those who are there stay", async () => {
    const { port, counts, strangers } = await wary();
    const first = await guest(port);
    const others = Array.from({ length: MAX_STRANGERS - 1 }, () => ({ refuse: () => undefined }));
    for (const other of others) strangers.add(other);
    await raw(port).ended();
    expect(counts.refusedPeers).toBe(1);
    first.write(frame(0, "friend"));
    expect(await first.receive()).toEqual({ frames: [Buffer.from("friend")] });
    // It is none of them any more: there is room for another.
    await guest(port);
  });

  it("cannot fill the memory with requests of the heartbeat whose answers it does not read", async () => {
    const { port, counts } = await echo();
    const peer = raw(port).write(greeting(), ready("DEALER"));
    peer.socket.pause();
    const message = Buffer.concat([header(0, megabyte.length), megabyte]);
    for (let count = 0; count < 200 && !peer.socket.destroyed; count++) {
      if (!peer.socket.write(message)) await room(peer);
    }
    await vi.waitFor(() => expect(peer.socket.destroyed || counts.refusedPeers > 0).toBe(true), 60_000);
  });

  it("cannot subscribe to endless names", async () => {
    const { port, counts } = await publisher();
    const peer = raw(port).write(greeting(), ready("SUB"));
    const topic = Buffer.alloc(60_000, "t");
    for (let count = 0; count < 20; count++) {
      topic.writeUInt32BE(count);
      peer.write(header(0, topic.length + 1), Buffer.of(1), topic);
    }
    await peer.ended();
    expect(counts.refusedPeers).toBe(1);
  });

  it("is every one at first, and none when all messages count as signed", async () => {
    const { port } = await router();
    const dealer = connected(new Dealer({ receiveTimeout: 60_000 }), port);
    await dealer.send("any");
    await dealer.send(Buffer.alloc(MAX_STRANGER_BYTES + 1));
    await dealer.receive();
    expect((await dealer.receive())[0]?.length).toBe(MAX_STRANGER_BYTES + 1);
  });
});

describe("what is kept of strangers", () => {
  it("is counted by the last that was said of each, and the largest has to go", () => {
    const strangers = new Strangers();
    const refused: string[] = [];
    const make = (name: string) => ({ refuse: () => void refused.push(name) });
    const [small, large, last] = [make("small"), make("large"), make("last")];
    for (const one of [small, large, last]) strangers.add(one);
    strangers.keep(small, 10);
    strangers.keep(large, MAX_STRANGERS_BYTES - 20);
    strangers.keep(small, 20);
    expect([strangers.bytes, refused]).toEqual([MAX_STRANGERS_BYTES, []]);
    strangers.keep(last, 1);
    expect([strangers.bytes, strangers.count, refused]).toEqual([21, 2, ["large"]]);
    strangers.delete(small);
    strangers.keep(small, 100);
    expect(strangers.bytes).toBe(1);
  });
});

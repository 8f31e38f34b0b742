import fc from "fast-check";
import { Dealer, Request, Subscriber } from "zeromq";
import { describe, expect, it, vi } from "vitest";
import { patience } from "../../eventually";
import { encodeCommand } from "../../../kernel-ext/kernel/src/wire/frames";
import { command, frame, greeting, ready } from "./raw-peer";
import { connected, echo, publisher, raw, router, subscriptions, texts } from "./sockets";

const receiveTimeout = patience;

/** Sends bytes on a connection of its own; resolves when it has ended, from their side if they make it end. */
async function attack(port: number, bytes: Uint8Array, hangUp: boolean): Promise<void> {
  const peer = raw(port).write(bytes);
  if (hangUp) peer.socket.end();
  await peer.ended();
}

const longName = encodeCommand(
  Buffer.concat([ready("DEALER").subarray(2), Buffer.from("\x08Identity\0\0\x01\0"), Buffer.alloc(256, "n")]),
);

describe("a peer that breaks the rules", () => {
  it.each([
    ["speaks HTTP", Buffer.from("GET / HTTP/1.1\r\n")],
    ["speaks ZMTP 1", Buffer.concat([Buffer.of(0xff), Buffer.alloc(9)])],
    ["speaks ZMTP 2", greeting("NULL", 1).subarray(0, 11)],
    ["sends a message before its READY", Buffer.concat([greeting(), frame(0, "too early")])],
    ["sends another command before its READY", Buffer.concat([greeting(), command("PING", "\0\0")])],
    ["is of a type that does not fit", Buffer.concat([greeting(), ready("SUB")])],
    ["does not say its type", Buffer.concat([greeting(), command("READY")])],
    [
      "breaks its READY off",
      Buffer.concat([greeting(), command("READY", "\x0bSocket-Type\0\0\0\x09DEALER")]),
    ],
    ["takes too long a name", Buffer.concat([greeting(), longName])],
    ["sends a command without a name", Buffer.concat([greeting(), ready("DEALER"), frame(4, "")])],
    ["sends a command whose name is cut", Buffer.concat([greeting(), ready("DEALER"), frame(4, "\x05PIN")])],
    ["sends half a PING", Buffer.concat([greeting(), ready("DEALER"), command("PING", "\0")])],
    ["sends unknown flags", Buffer.concat([greeting(), ready("DEALER"), frame(0x80, "")])],
    [
      "announces 2 GiB",
      Buffer.concat([greeting(), ready("DEALER"), Buffer.of(2, 0, 0, 0, 0, 0x80, 0, 0, 0)]),
    ],
  ])("is disconnected and counted where it %s", async (_, bytes) => {
    const { port, counts } = await router();
    await attack(port, bytes, false);
    expect(counts.refusedPeers).toBe(1);
  });

  it.each([
    ["mechanism", greeting("PLAIN"), /NULL mechanism/],
    ["type", Buffer.concat([greeting(), ready("SUB")]), /ROUTER/],
  ])("is told which %s is wrong", async (_, bytes, reason) => {
    const { port } = await router();
    const peer = raw(port).write(bytes);
    const last: string[] = [];
    for (let next = await peer.receive(); next; next = await peer.receive()) {
      if ("command" in next) last.push(next.command.toString());
    }
    expect(last.at(-1)).toContain("ERROR");
    expect(last.at(-1)).toMatch(reason);
  });

  it("is counted once, whatever it says after it was refused", async () => {
    const { port, counts } = await router();
    const peer = raw(port, true).write(greeting(), ready("SUB"));
    expect(await peer.receive()).toHaveProperty("command");
    expect(await peer.receive()).toHaveProperty("command");
    peer.write(frame(0, "but"), ready("DEALER"), frame(0, "now")).socket.end();
    await peer.ended();
    const next = raw(port).write(greeting(), ready("DEALER"), frame(0, "hello"));
    await next.receive();
    expect(await next.receive()).toEqual({ frames: [Buffer.from("hello")] });
    expect(counts.refusedPeers).toBe(1);
  });

  it("is disconnected and counted where it never ends its handshake", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { port, counts } = await router();
      const silent = raw(port).write(greeting());
      await silent.receive();
      const done = raw(port).write(greeting(), ready("DEALER"), frame(0, "hello"));
      await done.receive();
      await done.receive();
      vi.advanceTimersByTime(29_000);
      expect(counts.refusedPeers).toBe(0);
      vi.advanceTimersByTime(2000);
      expect(counts.refusedPeers).toBe(1);
      await silent.ended();
      done.write(frame(0, "well"));
      expect(await done.receive()).toEqual({ frames: [Buffer.from("well")] });
    } finally {
      vi.useRealTimers();
    }
  });

  it("is not counted where it only comes and goes, or refuses us", async () => {
    const { port, counts } = await router();
    await attack(port, Buffer.alloc(0), true);
    await attack(port, greeting().subarray(0, 30), true);
    await attack(port, Buffer.concat([greeting(), command("ERROR", "\x02no")]), false);
    const reset = raw(port).write(greeting(), ready("DEALER"), Buffer.of(1));
    await reset.receive();
    reset.socket.resetAndDestroy();
    const dealer = connected(new Dealer({ receiveTimeout }), port);
    await dealer.send("still there");
    expect(texts(await dealer.receive())).toEqual(["still there"]);
    expect(counts.refusedPeers).toBe(0);
  });
});

/** Valid streams with some bytes changed, left out or put in. */
function mutated(stream: Buffer): fc.Arbitrary<Buffer> {
  const change = fc.tuple(
    fc.nat(stream.length - 1),
    fc.nat(3),
    fc.uint8Array({ minLength: 1, maxLength: 9 }),
  );
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce(
        (bytes, [at, removed, put]) =>
          Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + removed)]),
        stream,
      ),
    );
}

/** Sends nonsense, made from a valid stream and from nothing, and asks after each attack whether a good peer is well. */
async function bombard(
  port: number,
  stream: Buffer,
  askGoodPeer: (text: string) => Promise<string[]>,
): Promise<void> {
  const garbage = fc.uint8Array({ maxLength: 400 });
  const nonsense = fc.oneof(
    mutated(stream),
    garbage,
    garbage.map((bytes) => Buffer.concat([stream.subarray(0, 64), bytes])),
  );
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(nonsense, { minLength: 1, maxLength: 5 }), async (streams) => {
      await Promise.all(streams.map((bytes) => attack(port, bytes, true)));
      const text = `news ${round++}`;
      expect(await askGoodPeer(text)).toEqual([text]);
    }),
    { numRuns: 150 },
  );
}

describe("nonsense harms nobody else", () => {
  it("who talks with a router", async () => {
    const { port, counts } = await router();
    const dealer = connected(new Dealer({ receiveTimeout, routingId: "good" }), port);
    const stream = Buffer.concat([
      greeting(),
      ready("DEALER", "fuzz"),
      frame(1, "a"),
      frame(0, "b"),
      command("PING", "\0\0x"),
      Buffer.of(2, 0, 0, 0, 0, 0, 0, 1, 0),
      Buffer.alloc(256),
    ]);
    await bombard(port, stream, async (text) => {
      await dealer.send(text);
      return texts(await dealer.receive());
    });
    expect(counts.refusedPeers).toBeGreaterThan(100);
  });

  it("who listens to a publisher", async () => {
    const { socket, port, counts } = await publisher();
    const subscribed = subscriptions(socket, 1);
    const subscriber = connected(new Subscriber({ receiveTimeout }), port);
    subscriber.subscribe("news");
    await subscribed;
    const stream = Buffer.concat([
      greeting("NULL", 3, 1),
      ready("SUB"),
      frame(0, "\x01t"),
      command("SUBSCRIBE"),
      command("CANCEL"),
      frame(0, "\0t"),
    ]);
    await bombard(port, stream, async (text) => {
      socket.send([Buffer.from(text)]);
      return texts(await subscriber.receive());
    });
    expect(counts.refusedPeers).toBeGreaterThan(100);
  });

  it("whose heart an echo lets beat", async () => {
    const { port, counts } = await echo();
    const request = connected(new Request({ receiveTimeout }), port);
    const stream = Buffer.concat([greeting(), ready("REQ"), frame(1, ""), frame(0, "beat")]);
    await bombard(port, stream, async (text) => {
      await request.send(text);
      return texts(await request.receive());
    });
    expect(counts.refusedPeers).toBeGreaterThan(100);
  });
});

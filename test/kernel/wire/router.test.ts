import fc from "fast-check";
import { Dealer, Request } from "zeromq";
import { describe, expect, it } from "vitest";
import { patience } from "../../eventually";
import { newRouter } from "../../../kernel-ext/kernel/src/wire";
import { command, frame, greeting, ready, type RawPeer } from "./raw-peer";
import { connected, raw, router, texts } from "./sockets";

const receiveTimeout = patience;

describe("a router", () => {
  it("knows its peers by the identity that they chose, and sends to the one it is asked to", async () => {
    const { socket, port } = await router();
    const anna = connected(new Dealer({ routingId: "anna", receiveTimeout }), port);
    const ben = connected(new Dealer({ routingId: "ben", receiveTimeout }), port);
    const senders: string[] = [];
    const both = new Promise<void>((resolve) => {
      socket.onMessage = (frames) => {
        senders.push(texts(frames)[0]!);
        if (senders.length === 2) resolve();
        return true;
      };
    });
    await anna.send("here");
    await ben.send("here");
    await both;
    expect(senders.sort()).toEqual(["anna", "ben"]);
    socket.send([Buffer.from("ben"), Buffer.from("to ben"), Buffer.alloc(0)]);
    socket.send([Buffer.from("anna"), Buffer.from("to anna")]);
    socket.send([Buffer.from("nobody"), Buffer.from("lost")]);
    expect(texts(await anna.receive())).toEqual(["to anna"]);
    expect(texts(await ben.receive())).toEqual(["to ben", ""]);
  });

  it("names those who have no name, each differently", async () => {
    const { socket, port } = await router();
    const identities = new Set<string>();
    socket.onMessage = (frames) => {
      identities.add(Buffer.from(frames[0]!).toString("hex"));
      socket.send(frames);
      return true;
    };
    const dealers = Array.from({ length: 5 }, () => connected(new Dealer({ receiveTimeout }), port));
    for (const [index, dealer] of dealers.entries()) await dealer.send(String(index));
    for (const [index, dealer] of dealers.entries()) {
      expect(texts(await dealer.receive())).toEqual([String(index)]);
    }
    expect(identities.size).toBe(5);
    for (const identity of identities) expect(identity).toMatch(/^00.{8}$/);
  });

  it("answers a REQ, whose messages begin with an empty frame", async () => {
    const { port } = await router();
    const request = connected(new Request({ receiveTimeout }), port);
    await request.send(["a", "b"]);
    expect(texts(await request.receive())).toEqual(["a", "b"]);
  });

  it("keeps the order of 20,000 messages there and back", async () => {
    const { port } = await router();
    const dealer = connected(new Dealer({ receiveTimeout, sendHighWaterMark: 0 }), port);
    const numbers = Array.from({ length: 20_000 }, (_, index) => String(index));
    const sending = (async () => {
      for (const number of numbers) await dealer.send(number);
    })();
    const received: string[] = [];
    while (received.length < numbers.length) received.push(texts(await dealer.receive())[0]!);
    await sending;
    expect(received).toEqual(numbers);
  });

  it("carries a frame of 50 MB between small ones, there and back", async () => {
    const { port } = await router();
    const dealer = connected(new Dealer({ receiveTimeout }), port);
    const large = Buffer.alloc(50_000_000);
    for (let at = 0; at < large.length; at += 4096) large.writeUInt32BE(at, at);
    // Who has said nothing so far may not begin with so much.
    await dealer.send("hello");
    expect(texts(await dealer.receive())).toEqual(["hello"]);
    await dealer.send(["before", large, "after"]);
    const [before, received, after] = await dealer.receive();
    expect(texts([before!, after!])).toEqual(["before", "after"]);
    expect(received!.equals(large)).toBe(true);
  });

  it("takes messages that come in one piece with the handshake, in order", async () => {
    const { port } = await router();
    const peer = raw(port).write(
      greeting(),
      ready("DEALER", "x"),
      frame(0, "1"),
      frame(1, "2"),
      frame(0, "3"),
    );
    expect(await peer.receive()).toHaveProperty("command");
    expect(await peer.receive()).toEqual({ frames: [Buffer.from("1")] });
    expect(await peer.receive()).toEqual({ frames: [Buffer.from("2"), Buffer.from("3")] });
  });

  it("answers a PING with its context, and ignores commands that it does not know", async () => {
    const { port } = await router();
    const peer = raw(port).write(greeting("NULL", 3, 1), ready("DEALER"));
    peer.write(command("NEWS", "?"), command("PING", "\0\x0acontext"), command("PONG"));
    await peer.receive();
    expect(await peer.receive()).toEqual({ command: command("PONG", "context").subarray(2) });
  });

  it("hears all peers of one name, and answers the one that came or spoke last and is still there", async () => {
    const { socket, port } = await router();
    const answer = async (peer: RawPeer, text: string): Promise<void> => {
      expect(await peer.receive()).toEqual({ frames: [Buffer.from(text)] });
    };
    const [one, two] = ["one", "two"].map((text) =>
      raw(port).write(greeting(), ready("DEALER", "session"), frame(0, text)),
    ) as [RawPeer, RawPeer];
    for (const [peer, text] of [
      [one, "one"],
      [two, "two"],
    ] as const) {
      await peer.receive();
      await answer(peer, text);
    }
    for (const [peer, text] of [
      [one, "again"],
      [two, "and again"],
      [one, "in turns"],
    ] as const) {
      peer.write(frame(0, text));
      await answer(peer, text);
    }
    one.socket.destroy();
    two.write(frame(0, "alone"));
    await answer(two, "alone");
    socket.send([Buffer.from("session"), Buffer.from("late")]);
    await answer(two, "late");
  });

  it("is found again by a peer whose router was restarted on the same port", async () => {
    const { socket, port } = await router();
    const dealer = connected(new Dealer({ routingId: "d", receiveTimeout, reconnectInterval: 20 }), port);
    await dealer.send("one");
    expect(texts(await dealer.receive())).toEqual(["one"]);
    await socket.close();
    const second = newRouter();
    second.onMessage = (frames) => {
      second.send(frames);
      return true;
    };
    await second.bind({ transport: "tcp", ip: "127.0.0.1", port });
    await dealer.send("two");
    expect(texts(await dealer.receive())).toEqual(["two"]);
    await second.close();
  });

  it("keeps messages of all sizes whole and in order, sent in one turn or in many", async () => {
    const { socket, port } = await router();
    const peer = raw(port).write(greeting(), ready("DEALER", "p"), frame(0, "hello"));
    await peer.receive();
    await peer.receive();
    const size = fc.oneof(fc.nat(300), fc.nat(20_000), fc.constantFrom(8191, 8192, 65_536, 200_000));
    const message = fc.tuple(fc.array(size, { minLength: 1, maxLength: 4 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 20 }), async (messages) => {
        const sent = messages.map(([sizes], index) => sizes.map((each) => Buffer.alloc(each, index + 1)));
        for (const [index, frames] of sent.entries()) {
          socket.send([Buffer.from("p"), ...frames]);
          if (messages[index]![1]) await new Promise(setImmediate);
        }
        for (const frames of sent) {
          const received = await peer.receive();
          const same =
            received !== undefined &&
            "frames" in received &&
            received.frames.length === frames.length &&
            received.frames.every((each, index) => each.equals(frames[index]!));
          expect(same).toBe(true);
        }
      }),
    );
  });

  it("sends what waits before it closes", async () => {
    const { socket, port } = await router();
    const dealer = connected(new Dealer({ routingId: "d", receiveTimeout }), port);
    await dealer.send("hello");
    await dealer.receive();
    for (let index = 0; index < 1000; index++) {
      socket.send([Buffer.from("d"), Buffer.alloc(10_000), Buffer.from(String(index))]);
    }
    const closed = socket.close(patience);
    for (let index = 0; index < 1000; index++) {
      expect(Number(String((await dealer.receive())[1]))).toBe(index);
    }
    await closed;
  });

  it("hears nothing more once it is closed, not even what had arrived", async () => {
    const { socket, port, counts } = await router();
    const heard: string[] = [];
    socket.onMessage = (frames) => {
      heard.push(texts(frames)[1]!);
      void socket.close(0);
      return true;
    };
    const peer = raw(port).write(greeting(), ready("DEALER"), frame(0, "one"), frame(0, "two"));
    await peer.ended();
    expect(heard).toEqual(["one"]);
    expect(counts.refusedPeers).toBe(0);
  });

  it("closes in time where a peer does not read", async () => {
    const { socket, port } = await router();
    const peer = raw(port).write(greeting(), ready("DEALER", "deaf"), frame(0, "hello"));
    await peer.receive();
    await peer.receive();
    peer.socket.pause();
    socket.send([Buffer.from("deaf"), Buffer.alloc(50_000_000)]);
    await socket.close(50);
    await socket.close(50);
    socket.send([Buffer.from("deaf"), Buffer.of(1)]);
    peer.socket.resume();
    await peer.ended();
  });
});

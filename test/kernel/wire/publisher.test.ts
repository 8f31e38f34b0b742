import { setTimeout as sleep } from "node:timers/promises";
import { Subscriber } from "zeromq";
import { describe, expect, it } from "vitest";
import { patience } from "../../eventually";
import { newPublisher } from "../../../kernel-ext/kernel/src/wire";
import { command, frame, greeting, ready } from "./raw-peer";
import { connected, publisher, raw, subscriptions, texts } from "./sockets";

const receiveTimeout = patience;

describe("a publisher", () => {
  it("sends to each subscriber what it asked for", async () => {
    const { socket, port } = await publisher();
    const subscribed = subscriptions(socket, 3);
    const all = connected(new Subscriber({ receiveTimeout }), port);
    all.subscribe();
    const some = connected(new Subscriber({ receiveTimeout }), port);
    some.subscribe("kernel.a", "other");
    expect((await subscribed).sort()).toEqual(["", "kernel.a", "other"]);
    for (const topic of ["kernel.b", "kernel.a.stream", "kernel", "other"]) socket.send([Buffer.from(topic)]);
    const heard: string[] = [];
    for (let index = 0; index < 4; index++) heard.push(texts(await all.receive())[0]!);
    expect(heard).toEqual(["kernel.b", "kernel.a.stream", "kernel", "other"]);
    expect(texts(await some.receive())).toEqual(["kernel.a.stream"]);
    expect(texts(await some.receive())).toEqual(["other"]);
  });

  it("stops when a subscription is cancelled, as often as it was made", async () => {
    const { socket, port } = await publisher();
    const topics: string[] = [];
    socket.onSubscription = (topic) => {
      topics.push(Buffer.from(topic).toString());
      socket.send([Buffer.from("a news")]);
      socket.send([Buffer.from("end")]);
    };
    const peer = raw(port).write(greeting("NULL", 3, 1), ready("SUB"), command("SUBSCRIBE", "end"));
    const heard = async (): Promise<string[]> => {
      const messages: string[] = [];
      while (messages.at(-1) !== "end") {
        const received = await peer.receive();
        if (received && "frames" in received) messages.push(texts(received.frames)[0]!);
      }
      return messages;
    };
    expect(await heard()).toEqual(["end"]);
    peer.write(frame(0, "\x01a"));
    expect(await heard()).toEqual(["a news", "end"]);
    peer.write(command("SUBSCRIBE", "a"));
    expect(await heard()).toEqual(["a news", "end"]);
    peer.write(command("CANCEL", "a"), command("CANCEL", "never"), command("SUBSCRIBE", "end"));
    expect(await heard()).toEqual(["a news", "end"]);
    peer.write(frame(0, "\0a"), command("SUBSCRIBE", "end"));
    expect(await heard()).toEqual(["end"]);
    expect(topics).toEqual(["end", "a", "a", "end", "end"]);
  });

  it("lets go a subscriber that never reads, before all memory is taken", async () => {
    const { socket, port } = await publisher();
    const subscribed = subscriptions(socket, 2);
    const stuck = raw(port).write(greeting("NULL", 3, 1), ready("SUB"), command("SUBSCRIBE"));
    stuck.socket.pause();
    const other = connected(new Subscriber({ receiveTimeout }), port);
    other.subscribe("b");
    await subscribed;
    // Always the same memory: only what waits counts.
    const large = Buffer.alloc(2 ** 27);
    for (let index = 0; index < 18; index++) socket.send([Buffer.from("a"), large]);
    stuck.socket.resume();
    await stuck.ended();
    socket.send([Buffer.from("b")]);
    expect(texts(await other.receive())).toEqual(["b"]);
  });

  it("tells of every subscription, so that each subscriber can be welcomed", async () => {
    const { socket, port } = await publisher();
    socket.onSubscription = (topic) => socket.send([Buffer.from("welcome"), topic]);
    for (let index = 0; index < 3; index++) {
      const subscriber = connected(new Subscriber({ receiveTimeout }), port);
      subscriber.subscribe("");
      expect(texts(await subscriber.receive())).toEqual(["welcome", ""]);
    }
  });

  it("loses none of 100,000 messages to a subscriber that reads slowly", async () => {
    const { socket, port } = await publisher();
    const subscribed = subscriptions(socket, 2);
    // Few messages wait in this process: the others have to wait in ours.
    const slow = connected(new Subscriber({ receiveTimeout, receiveHighWaterMark: 10 }), port);
    slow.subscribe();
    const gone = raw(port).write(greeting(), ready("SUB"), frame(0, "\x01"));
    await subscribed;
    const count = 100_000;
    const filler = Buffer.alloc(100);
    for (let index = 0; index < count; index++) socket.send([Buffer.from(String(index)), filler]);
    gone.socket.destroy();
    for (let index = 0; index < count; index++) {
      if (index % 20_000 === 0) await sleep(50);
      const [number] = await slow.receive();
      if (Number(String(number)) !== index) expect(String(number)).toBe(String(index));
    }
  });

  it("is subscribed to again by a peer that lost its connection", async () => {
    const { socket, port } = await publisher();
    const first = subscriptions(socket, 1);
    const subscriber = connected(new Subscriber({ receiveTimeout, reconnectInterval: 20 }), port);
    subscriber.subscribe("t");
    await first;
    await socket.close();
    const second = newPublisher();
    const again = subscriptions(second, 1);
    await second.bind({ transport: "tcp", ip: "127.0.0.1", port });
    // libzmq subscribes anew only while its application waits for a message.
    const received = subscriber.receive();
    expect(await again).toEqual(["t"]);
    second.send([Buffer.from("topic")]);
    expect(texts(await received)).toEqual(["topic"]);
    await second.close();
  });

  it("refuses a peer that subscribes to more topics than anybody needs", async () => {
    const { port, counts } = await publisher();
    const peer = raw(port).write(greeting(), ready("SUB"));
    for (let index = 0; index <= 10_000; index++) peer.write(frame(0, `\x01${index}`));
    await peer.ended();
    expect(counts.refusedPeers).toBe(1);
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import * as zeromq from "zeromq";
import { lossless } from "../../kernel-ext/kernel/src/preload/lossless";

type SocketClass = Parameters<typeof lossless>[0];
interface Bindable {
  bind(address: string): Promise<void>;
  readonly lastEndpoint: string;
  readonly closed: boolean;
}

const opened: { close(): void; readonly closed: boolean }[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) if (!socket.closed) socket.close();
});

/** A publisher of that class and a subscriber that hears it. */
async function pair(Publisher: SocketClass): Promise<{
  publisher: InstanceType<SocketClass> & Bindable;
  subscriber: zeromq.Subscriber;
}> {
  const publisher = new Publisher() as InstanceType<SocketClass> & Bindable;
  const subscriber = new zeromq.Subscriber({ receiveHighWaterMark: 0, receiveTimeout: 3000 });
  opened.push(publisher, subscriber);
  await publisher.bind("tcp://127.0.0.1:*");
  subscriber.connect(publisher.lastEndpoint);
  subscriber.subscribe();
  await sleep(200);
  return { publisher, subscriber };
}

async function receive(subscriber: zeromq.Subscriber, last: string): Promise<string[]> {
  const received: string[] = [];
  while (received.at(-1) !== last) received.push(String((await subscriber.receive())[0]));
  return received;
}

const numbers = Array.from({ length: 20_000 }, (_, i) => String(i));

describe("a socket that loses nothing", () => {
  it("takes 20,000 messages in one turn and keeps their order, where zeromq's own throws", async () => {
    const { publisher, subscriber } = await pair(lossless(zeromq.Publisher));
    for (const number of numbers) void publisher.send([number]);
    expect(await receive(subscriber, numbers.at(-1)!)).toEqual(numbers);

    const plain = new zeromq.Publisher();
    opened.push(plain);
    await plain.bind("tcp://127.0.0.1:*");
    expect(() => {
      for (const number of numbers) plain.send([number]).catch(() => undefined);
    }).toThrow("Socket is busy writing");
  });

  it("sends what it has taken before it closes", async () => {
    const { publisher, subscriber } = await pair(lossless(zeromq.Publisher));
    for (const number of numbers) void publisher.send([number]);
    publisher.close();
    expect(publisher.closed).toBe(false);
    expect(await receive(subscriber, numbers.at(-1)!)).toHaveLength(numbers.length);
    await sleep(50);
    expect(publisher.closed).toBe(true);
  });

  it("sends at once what zeromq takes at once", async () => {
    const { publisher, subscriber } = await pair(lossless(zeromq.Publisher));
    void publisher.send(["first"]);
    publisher.close();
    expect(publisher.closed).toBe(true);
    expect(await receive(subscriber, "first")).toEqual(["first"]);
  });
});

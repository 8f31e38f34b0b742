import { afterEach } from "vitest";
import type { Socket } from "zeromq";
import {
  newEcho,
  newPublisher,
  newRouter,
  Strangers,
  type EchoSocket,
  type OnRefusedPeer,
  type PublisherSocket,
  type RouterSocket,
} from "../../../kernel-ext/kernel/src/wire";
import { RawPeer } from "./raw-peer";

const ours: { close(milliseconds?: number): Promise<void> }[] = [];
const peers: Socket[] = [];
const raws: RawPeer[] = [];

afterEach(async () => {
  for (const peer of peers.splice(0)) if (!peer.closed) peer.close();
  for (const raw of raws.splice(0)) raw.socket.destroy();
  await Promise.all(ours.splice(0).map((socket) => socket.close(0)));
});

export interface Bound<S> {
  readonly socket: S;
  readonly port: number;
  readonly counts: { readonly refusedPeers: number };
}

async function bind<S extends EchoSocket>(make: (onRefused: OnRefusedPeer) => S): Promise<Bound<S>> {
  const counts = { refusedPeers: 0 };
  const socket = make(() => counts.refusedPeers++);
  ours.push(socket);
  const { port } = await socket.bind({ transport: "tcp", ip: "127.0.0.1", port: 0 });
  return { socket, port, counts };
}

/** A router that listens; it sends every message back, whoever sent it: nobody is a stranger for long. */
export async function router(): Promise<Bound<RouterSocket>> {
  const bound = await bind(newRouter);
  bound.socket.onMessage = (frames) => {
    bound.socket.send(frames);
    return true;
  };
  return bound;
}

/** A router to which nobody is known but who sends `friend`: such messages are sent back. */
export async function wary(): Promise<Bound<RouterSocket> & { readonly strangers: Strangers }> {
  const strangers = new Strangers();
  const bound = await bind((onRefused) => newRouter(onRefused, strangers));
  bound.socket.onMessage = (frames) => {
    const isFriend = Buffer.from(frames[1] ?? []).toString("latin1", 0, 6) === "friend";
    if (isFriend) bound.socket.send(frames);
    return isFriend;
  };
  return { ...bound, strangers };
}

export function publisher(): Promise<Bound<PublisherSocket>> {
  return bind(newPublisher);
}

export function echo(): Promise<Bound<EchoSocket>> {
  return bind(newEcho);
}

/** That zeromq socket, connected, and closed after the test. */
export function connected<S extends Socket & { connect(address: string): void }>(socket: S, port: number): S {
  peers.push(socket);
  socket.connect(`tcp://127.0.0.1:${port}`);
  return socket;
}

/** A client of raw bytes, destroyed after the test. */
export function raw(port: number, allowHalfOpen = false): RawPeer {
  const peer = new RawPeer(port, allowHalfOpen);
  raws.push(peer);
  return peer;
}

export function texts(frames: readonly Uint8Array[]): string[] {
  return frames.map((each) => Buffer.from(each).toString());
}

/** Resolves with the topics of the next so many subscriptions, in order. */
export function subscriptions(socket: PublisherSocket, count: number): Promise<string[]> {
  const topics: string[] = [];
  return new Promise((resolve) => {
    socket.onSubscription = (topic) => {
      topics.push(Buffer.from(topic).toString());
      if (topics.length === count) resolve(topics);
    };
  });
}

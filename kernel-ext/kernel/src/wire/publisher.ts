import type { Connection } from "./connection";
import type { PublisherSocket, OnRefusedPeer } from "./contract";
import { Endpoint } from "./endpoint";
import { encodeMessage } from "./frames";
import { Subscriptions } from "./subscriptions";
import type { Strangers } from "./strangers";

/** The first byte of a message with which a peer of ZMTP 3.0 subscribes, or cancels. */
const SUBSCRIBE = 1;
const CANCEL = 0;

/** A socket that sends to whoever subscribed. See {@link PublisherSocket}. */
export function newPublisher(
  onRefused: OnRefusedPeer = () => undefined,
  strangers?: Strangers,
): PublisherSocket {
  const peers = new Map<Connection, Subscriptions>();

  function subscribe(peer: Connection, topic: Buffer): void {
    peers.get(peer)?.add(topic.toString("latin1"));
    publisher.onSubscription(topic);
  }

  function cancel(peer: Connection, topic: Buffer): void {
    peers.get(peer)?.cancel(topic.toString("latin1"));
  }

  const endpoint = new Endpoint(
    "XPUB",
    {
      opened(peer) {
        peers.set(peer, new Subscriptions());
      },
      command(peer, { name, data }) {
        if (name === "SUBSCRIBE") subscribe(peer, data);
        else if (name === "CANCEL") cancel(peer, data);
      },
      message(peer, frames) {
        const [body] = frames;
        if (frames.length !== 1 || body === undefined) return;
        if (body[0] === SUBSCRIBE) subscribe(peer, body.subarray(1));
        else if (body[0] === CANCEL) cancel(peer, body.subarray(1));
      },
      closed(peer) {
        peers.delete(peer);
      },
    },
    onRefused,
    strangers,
  );
  const publisher: PublisherSocket = {
    onSubscription: () => undefined,
    send(frames) {
      const [topic] = frames;
      if (topic === undefined || peers.size === 0) return;
      const name = Buffer.from(topic.buffer, topic.byteOffset, topic.length).toString("latin1");
      let pieces: Buffer[] | undefined;
      for (const [peer, subscriptions] of peers) {
        if (subscriptions.match(name)) peer.write((pieces ??= encodeMessage(frames)));
      }
    },
    bind: (address) => endpoint.bind(address),
    close: (milliseconds) => endpoint.close(milliseconds),
  };
  return publisher;
}

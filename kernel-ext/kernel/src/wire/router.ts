import { randomBytes } from "node:crypto";
import type { Connection } from "./connection";
import type { RouterSocket, OnRefusedPeer } from "./contract";
import { Endpoint } from "./endpoint";
import { encodeMessage } from "./frames";

/** Identities as keys: bytes do not compare, strings do. */
function keyOf(identity: Uint8Array): string {
  return Buffer.from(identity.buffer, identity.byteOffset, identity.length).toString("latin1");
}

/** A name for a peer that has none: 0 and four bytes, as libzmq makes them. */
function newIdentity(taken: ReadonlyMap<string, unknown>): Buffer {
  for (;;) {
    const identity = Buffer.concat([Buffer.of(0), randomBytes(4)]);
    if (!taken.has(keyOf(identity))) return identity;
  }
}

/** A socket that knows its peers by identity. See {@link RouterSocket}. */
export function newRouter(onRefused: OnRefusedPeer = () => undefined): RouterSocket {
  const peers = new Map<string, Connection>();
  const endpoint = new Endpoint(
    "ROUTER",
    {
      opened(peer) {
        if (peer.identity.length === 0) peer.identity = newIdentity(peers);
        // Who comes again under the same name is the one to answer and to hear: its old connection is dead, even where
        // this machine has not noticed it yet. It is not closed: a client that lives would come again at once and take
        // the name back, and so on for ever.
        peers.set(keyOf(peer.identity), peer);
      },
      message(peer, frames) {
        if (peers.get(keyOf(peer.identity)) === peer) router.onMessage([peer.identity, ...frames]);
      },
      closed(peer) {
        const key = keyOf(peer.identity);
        if (peers.get(key) === peer) peers.delete(key);
      },
    },
    onRefused,
  );
  const router: RouterSocket = {
    onMessage: () => undefined,
    send([identity, ...frames]) {
      const peer = identity && peers.get(keyOf(identity));
      peer?.write(encodeMessage(frames));
    },
    bind: (address) => endpoint.bind(address),
    close: (milliseconds) => endpoint.close(milliseconds),
  };
  return router;
}

import { randomBytes } from "node:crypto";
import type { Connection } from "./connection";
import type { RouterSocket, OnRefusedPeer } from "./contract";
import { Endpoint } from "./endpoint";
import { encodeMessage } from "./frames";
import type { Strangers } from "./strangers";

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
export function newRouter(onRefused: OnRefusedPeer = () => undefined, strangers?: Strangers): RouterSocket {
  /**
   * Under one name there may be several: who came again while the old connection is not known to be dead, or two clients
   * that Jupyter's kernel manager has given its one identity. All are heard; the last of each list is answered.
   */
  const peers = new Map<string, Connection[]>();

  function leave(peer: Connection): void {
    const key = keyOf(peer.identity);
    const others = (peers.get(key) ?? []).filter((other) => other !== peer);
    if (others.length > 0) peers.set(key, others);
    else peers.delete(key);
  }

  /** Who came or spoke last is the one to answer. */
  function come(peer: Connection): void {
    const key = keyOf(peer.identity);
    if (peers.get(key)?.at(-1) === peer) return;
    leave(peer);
    peers.set(key, [...(peers.get(key) ?? []), peer]);
  }

  const endpoint = new Endpoint(
    "ROUTER",
    {
      opened(peer) {
        if (peer.identity.length === 0) peer.identity = newIdentity(peers);
        // A former connection of that name is not closed: a client that lives would come again at once, and so on for ever.
        come(peer);
      },
      message(peer, frames) {
        come(peer);
        if (router.onMessage([peer.identity, ...frames])) peer.trust();
      },
      closed: leave,
    },
    onRefused,
    strangers,
  );
  const router: RouterSocket = {
    onMessage: () => false,
    send([identity, ...frames]) {
      const peer = identity && peers.get(keyOf(identity))?.at(-1);
      peer?.write(encodeMessage(frames));
    },
    bind: (address) => endpoint.bind(address),
    close: (milliseconds) => endpoint.close(milliseconds),
  };
  return router;
}

import type { EchoSocket, WireCounts } from "./contract";
import { Endpoint } from "./endpoint";
import { encodeMessage } from "./frames";

/** A socket that answers each request with itself, envelope and all. See {@link EchoSocket}. */
export function newEcho(counts: WireCounts = { refusedPeers: 0 }): EchoSocket {
  const endpoint = new Endpoint(
    "REP",
    { message: (peer, frames) => peer.write(encodeMessage(frames)) },
    counts,
  );
  return {
    bind: (address) => endpoint.bind(address),
    close: (milliseconds) => endpoint.close(milliseconds),
  };
}

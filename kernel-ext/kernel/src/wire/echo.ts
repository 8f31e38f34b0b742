import type { EchoSocket, OnRefusedPeer } from "./contract";
import { Endpoint } from "./endpoint";
import { encodeMessage } from "./frames";
import type { Strangers } from "./strangers";

/** A socket that answers each request with itself, envelope and all. See {@link EchoSocket}. */
export function newEcho(onRefused: OnRefusedPeer = () => undefined, strangers?: Strangers): EchoSocket {
  const endpoint = new Endpoint(
    "REP",
    { message: (peer, frames) => peer.write(encodeMessage(frames)) },
    onRefused,
    strangers,
  );
  return {
    bind: (address) => endpoint.bind(address),
    close: (milliseconds) => endpoint.close(milliseconds),
  };
}

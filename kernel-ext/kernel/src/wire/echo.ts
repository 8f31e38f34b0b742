import type { EchoSocket, OnRefusedPeer } from "./contract";
import { Endpoint } from "./endpoint";
import { encodeMessage } from "./frames";

/** A socket that answers each request with itself, envelope and all. See {@link EchoSocket}. */
export function newEcho(onRefused: OnRefusedPeer = () => undefined): EchoSocket {
  const endpoint = new Endpoint(
    "REP",
    { message: (peer, frames) => peer.write(encodeMessage(frames)) },
    onRefused,
  );
  return {
    bind: (address) => endpoint.bind(address),
    close: (milliseconds) => endpoint.close(milliseconds),
  };
}

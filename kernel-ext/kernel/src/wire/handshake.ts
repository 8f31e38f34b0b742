import { readyCommand, parseProperties } from "./commands";
import { ProtocolError } from "./protocol-error";

/** The kinds of socket that a kernel binds. */
export type SocketType = "ROUTER" | "XPUB" | "REP";

/** Who may talk to whom (RFC 37, "The Socket-Type Property"). */
const PEERS: Readonly<Record<SocketType, readonly string[]>> = {
  ROUTER: ["REQ", "DEALER", "ROUTER"],
  XPUB: ["SUB", "XSUB"],
  REP: ["REQ", "DEALER"],
};

const MAX_IDENTITY_BYTES = 255;

/** Our READY. A router names itself too, with no name: libzmq does. */
export function ready(type: SocketType): Buffer {
  return readyCommand({ "Socket-Type": type, ...(type === "ROUTER" && { Identity: "" }) });
}

/**
 * Reads a peer's READY.
 *
 * @returns the identity that it chose, in memory of its own; empty if it chose none.
 */
export function acceptReady(type: SocketType, data: Buffer): Buffer {
  const properties = parseProperties(data);
  const peer = properties.get("socket-type")?.toString("latin1");
  if (peer === undefined) throw new ProtocolError("The peer does not say which type of socket it is.");
  if (!PEERS[type].includes(peer)) throw new ProtocolError(`A ${type} socket does not talk with this type.`);
  const identity = properties.get("identity") ?? Buffer.alloc(0);
  if (identity.length > MAX_IDENTITY_BYTES) throw new ProtocolError("The identity is too long.");
  return Buffer.from(identity);
}

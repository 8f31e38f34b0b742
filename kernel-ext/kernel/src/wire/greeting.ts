import { ProtocolError } from "./protocol-error";

/*
 * The first 64 bytes of each side (RFC 37, "ZMTP 3.1"): signature (10), version (2), mechanism (20), as-server (1),
 * filler (31). Both sides send theirs without waiting for the other's.
 */

export const GREETING_BYTES = 64;

const MARK = 0xff;
const VERSION_AT = 10;
const MECHANISM_AT = 12;
const MECHANISM_BYTES = 20;
const NULL_MECHANISM = "NULL";

/**
 * Ours: version 3.1, mechanism NULL. The padding of the signature ends in 1, as libzmq's does: peers of ZMTP 1 read it
 * as the length of an identity.
 */
export const GREETING: Buffer = Buffer.alloc(GREETING_BYTES);
GREETING.set([MARK, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1]);
GREETING.write(NULL_MECHANISM, MECHANISM_AT, "latin1");

/**
 * Refuses a greeting as soon as it cannot become one: whoever speaks another language, or ZMTP before 3, waits for our
 * answer and never sends 64 bytes.
 *
 * @param start what has come of the greeting.
 */
export function checkSignature(start: Uint8Array): void {
  const mark = start[0];
  if (mark !== undefined && mark !== MARK) throw new ProtocolError("The peer does not speak ZMTP.");
  const end = start[9];
  if (end !== undefined && (end & 1) === 0) throw new ProtocolError("The peer speaks ZMTP 1.");
  const version = start[VERSION_AT];
  if (version !== undefined && version < 3) throw new ProtocolError("The peer speaks ZMTP 2 or older.");
}

/** @param greeting all of it. */
export function checkMechanism(greeting: Buffer): void {
  const field = greeting.toString("latin1", MECHANISM_AT, MECHANISM_AT + MECHANISM_BYTES);
  const mechanism = field.replace(/\0+$/, "");
  if (mechanism !== NULL_MECHANISM) {
    throw new ProtocolError("Only the NULL mechanism is spoken here: Jupyter signs its messages instead.");
  }
}

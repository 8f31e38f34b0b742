import { encodeCommand } from "./frames";
import { ProtocolError } from "./protocol-error";

/*
 * Commands (RFC 37): the length of the name (1 byte), the name, and what the name says.
 */

const MAX_PING_CONTEXT = 16;
const PING_TTL_BYTES = 2;

export interface Command {
  readonly name: string;
  readonly data: Buffer;
}

export function parseCommand(body: Buffer): Command {
  const length = body[0] ?? 0;
  if (length === 0 || 1 + length > body.length) throw new ProtocolError("A command has no name.");
  return { name: body.toString("latin1", 1, 1 + length), data: body.subarray(1 + length) };
}

function command(name: string, ...data: Uint8Array[]): Buffer {
  return encodeCommand(Buffer.concat([Buffer.from([name.length]), Buffer.from(name, "latin1"), ...data]));
}

/** Says hello: who we are. Every value is text or bytes. */
export function readyCommand(properties: Readonly<Record<string, string>>): Buffer {
  const data = Object.entries(properties).map(([name, value]) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(Buffer.byteLength(value, "latin1"));
    return Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(name, "latin1"),
      size,
      Buffer.from(value, "latin1"),
    ]);
  });
  return command("READY", ...data);
}

/** Tells a peer why its handshake failed. */
export function errorCommand(reason: string): Buffer {
  const text = Buffer.from(reason, "latin1").subarray(0, 255);
  return command("ERROR", Buffer.from([text.length]), text);
}

/** The answer to a PING with that data. */
export function pongCommand(ping: Buffer): Buffer {
  if (ping.length < PING_TTL_BYTES) throw new ProtocolError("A PING without its time to live.");
  return command("PONG", ping.subarray(PING_TTL_BYTES, PING_TTL_BYTES + MAX_PING_CONTEXT));
}

/** What a READY says, by name in lower case: names do not depend on case. */
export function parseProperties(data: Buffer): Map<string, Buffer> {
  const properties = new Map<string, Buffer>();
  for (let at = 0; at < data.length;) {
    const nameEnd = at + 1 + data[at]!;
    const valueStart = nameEnd + 4;
    if (nameEnd === at + 1 || valueStart > data.length) throw new ProtocolError("A READY breaks off.");
    const valueEnd = valueStart + data.readUInt32BE(nameEnd);
    if (valueEnd > data.length) throw new ProtocolError("A READY breaks off.");
    properties.set(
      data.toString("latin1", at + 1, nameEnd).toLowerCase(),
      data.subarray(valueStart, valueEnd),
    );
    at = valueEnd;
  }
  return properties;
}

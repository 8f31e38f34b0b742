/*
 * Jupyter's messages on the wire: https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { EspalierError } from "../errors";

interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601. */
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

export type Content = Readonly<Record<string, unknown>>;

export interface Message {
  readonly header: Header;
  /** Header of the request that this answers; empty where there is none. */
  readonly parent: Partial<Header>;
  readonly metadata: Content;
  readonly content: Content;
}

const delimiter = Buffer.from("<IDS|MSG>");

/** A new request of this session. */
export function request(type: string, content: Content, session: string): Message {
  const header: Header = {
    msg_id: randomUUID(),
    session,
    username: "espalier",
    date: new Date().toISOString(),
    msg_type: type,
    version: "5.3",
  };
  return { header, parent: {}, metadata: {}, content };
}

/** The frames to send, signed with the connection's key (HMAC-SHA256). */
export function encode(message: Message, key: string): Buffer[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [delimiter, Buffer.from(signature(parts, key)), ...parts];
}

/**
 * The message in the frames received; routing prefix and binary buffers are left out.
 *
 * @throws EspalierError if it is not a message, or its signature is not made with the key.
 */
export function decode(frames: readonly Buffer[], key: string): Message {
  const start = frames.findIndex((frame) => frame.equals(delimiter));
  const parts = frames.slice(start + 2, start + 6);
  if (start < 0 || parts.length < 4) throw new EspalierError("the kernel sent something that is no message");
  const given = frames[start + 1]!;
  const expected = Buffer.from(signature(parts, key));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new EspalierError("a message from the kernel is not signed with its key");
  }
  const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString()) as unknown);
  return { header, parent: parent ?? {}, metadata, content } as Message;
}

function signature(parts: readonly Buffer[], key: string): string {
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

import { randomUUID } from "node:crypto";
import { isObject, textOf } from "./json";
import type { JsonObject } from "../bridge/messages";
import type { Frames } from "../wire/contract";
import { protocolVersion } from "./message";
import type { Outgoing, Refusal, Request } from "./message";
import type { Signer } from "./signer";

const delimiter = Buffer.from("<IDS|MSG>");
const nothing = Buffer.from("{}");
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** How many signatures are remembered, so that nobody can send a message of a front end again. */
const remembered = 16_384;

/** Between frames and messages. */
export class Codec {
  /** Of this kernel's life. */
  readonly session = randomUUID();
  private sent = 0;
  private received = 0;
  private readonly seen = new Set<string>();

  constructor(private readonly signer: Signer) {}

  /** Nothing is parsed before the signature is known to be right. */
  decode(frames: Frames): Request | Refusal {
    const start = frames.findIndex((frame) => delimiter.equals(frame));
    const signed = frames.slice(start + 2, start + 6);
    if (start < 0 || signed.length < 4) return "no message";
    const signature = frames[start + 1]!;
    if (!this.signer.verifies(signature, signed)) return "wrong signature";
    if (this.signer.signs && !this.isNew(Buffer.from(signature).toString("latin1"))) return "seen before";
    let parts: unknown[];
    try {
      parts = signed.map((part) => JSON.parse(utf8.decode(part)) as unknown);
    } catch {
      return "no JSON";
    }
    const [header, parent, metadata, content] = parts;
    if (!isObject(header) || !isObject(content)) return "no header";
    const type = textOf(header, "msg_type");
    const messageId = textOf(header, "msg_id");
    if (type === undefined || messageId === undefined) return "no header";
    return {
      id: `${++this.received}:${messageId}`,
      // Copies: frames share the memory of all that arrived with them, and these two are kept for long.
      envelope: frames.slice(0, start).map((frame) => Buffer.from(frame)),
      type,
      header: Buffer.from(signed[0]!),
      parentId: isObject(parent) ? textOf(parent, "msg_id") : undefined,
      metadata: isObject(metadata) ? metadata : {},
      content,
      buffers: frames.slice(start + 6),
    };
  }

  /**
   * @param prefix what stands in front: the identities of the receiver, or the topic.
   * @throws Error if the content cannot be written as JSON.
   */
  encode(
    prefix: Frames,
    { type, content, parent, metadata, buffers }: Outgoing,
  ): { id: string; frames: Frames } {
    const id = `${this.session}_${process.pid}_${++this.sent}`;
    const header = {
      msg_id: id,
      session: this.session,
      username: "kernel",
      date: new Date().toISOString(),
      msg_type: type,
      version: protocolVersion,
    };
    const parts = [json(header), parent ?? nothing, metadata ? json(metadata) : nothing, json(content)];
    const signature = Buffer.from(this.signer.sign(parts));
    return { id, frames: [...prefix, delimiter, signature, ...parts, ...(buffers ?? [])] };
  }

  private isNew(signature: string): boolean {
    if (this.seen.has(signature)) return false;
    this.seen.add(signature);
    if (this.seen.size > remembered) this.seen.delete(this.seen.values().next().value!);
    return true;
  }
}

function json(value: JsonObject): Buffer {
  return Buffer.from(wellFormed(JSON.stringify(value)));
}

/**
 * Half a character (`"😀"[0]`) is JSON, but no UTF-8: a notebook that holds one cannot be saved. JSON.stringify escapes
 * it; an escaped backslash in front of a plain `ud83d` is matched first, and stays.
 */
function wellFormed(text: string): string {
  if (!text.includes("\\ud")) return text;
  return text.replace(/\\\\|\\ud[0-9a-f]{3}/g, (match) => (match === "\\\\" ? match : "\\ufffd"));
}

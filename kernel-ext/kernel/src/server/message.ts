/*
 * Jupyter's messages: https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */
import type { JsonObject } from "../bridge/messages";
import type { Frames } from "../wire/contract";

/** The version of the protocol that messages of ours follow. */
export const protocolVersion = "5.5";

/** A request of a front end, its signature checked. */
export interface Request {
  /** Names it between the threads: its `msg_id`, or something else where two requests have the same. */
  readonly id: string;
  /** The identities in front of the message: where the answer goes. */
  readonly envelope: Frames;
  readonly type: string;
  /** As it came: the parent header of everything that comes of the request. */
  readonly header: Uint8Array;
  /** `msg_id` of the message that this one answers, if it says so. */
  readonly parentId: string | undefined;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: Frames;
}

/** What goes out, in the words of the protocol. */
export interface Outgoing {
  readonly type: string;
  readonly content: JsonObject;
  /** The header of the request that it belongs to, as it came; `undefined`: of none. */
  readonly parent?: Uint8Array | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly buffers?: Frames | undefined;
}

/** Why something that came in, by message or by connection, is of no front end of ours. */
export type Refusal =
  "not from a front end" | "no message" | "wrong signature" | "seen before" | "no JSON" | "no header";

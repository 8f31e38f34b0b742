/*
 * What the two threads of a kernel tell each other. The server thread talks to Jupyter and never runs user code; the host
 * thread (the main one) runs it and knows nothing of sockets. All of it can be structured-cloned.
 */
import type { MessagePort } from "node:worker_threads";

/** The id of the front end's message that asked for something. Whatever comes of it names it as its parent. */
export type RequestId = string;

export type JsonObject = Readonly<Record<string, unknown>>;

/** Server to host. The host gets one shell request at a time: the next comes when it has answered. */
export type ToHost =
  | ExecuteRequest
  | { readonly kind: "complete"; readonly id: RequestId; readonly code: string; readonly offset: number }
  | {
      readonly kind: "inspect";
      readonly id: RequestId;
      readonly code: string;
      readonly offset: number;
      readonly detail: number;
    }
  | { readonly kind: "isComplete"; readonly id: RequestId; readonly code: string }
  | CommRequest
  | InterruptMessage
  /** The answer to an `input` message; `undefined`: the question was withdrawn (interrupted, no front end). */
  | { readonly kind: "inputReply"; readonly value: string | undefined }
  /** To end the process; the front end has its answer. */
  | { readonly kind: "shutdown"; readonly restart: boolean };

/** The flags (see flags.ts) were set before this was sent. */
export interface InterruptMessage {
  readonly kind: "interrupt";
  /** What ran then, 0 for nothing. */
  readonly execution: number;
}

/** Offsets in `complete` and `inspect` are UTF-16 units here; the server counts code points with the front end. */
export interface ExecuteRequest {
  readonly kind: "execute";
  readonly id: RequestId;
  readonly code: string;
  /** Nothing is to be published but streams that fail; the server drops it, the host may skip work. */
  readonly silent: boolean;
  /** The number of the cell, `In [n]`. */
  readonly executionCount: number;
  readonly userExpressions: Readonly<Record<string, string>>;
  /** Whether the front end can answer `input`. */
  readonly allowStdin: boolean;
}

export interface CommRequest {
  readonly kind: "commOpen" | "commMessage" | "commClose";
  readonly id: RequestId;
  readonly commId: string;
  /** Of `commOpen`. */
  readonly targetName: string | undefined;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** Host to server. */
export type ToServer =
  | { readonly kind: "executed"; readonly id: RequestId; readonly result: ExecuteResult }
  | { readonly kind: "completed"; readonly id: RequestId; readonly result: CompleteResult }
  | { readonly kind: "inspected"; readonly id: RequestId; readonly result: MimeData | undefined }
  | { readonly kind: "isCompleted"; readonly id: RequestId; readonly result: IsCompleteResult }
  /** A comm request was handled: what it caused was sent before. */
  | { readonly kind: "commHandled"; readonly id: RequestId }
  | Publication
  /**
   * The process is about to end (`process.exit` in a cell, a shutdown): all that was posted is to go out, sockets are to
   * close; then `flag.drained` becomes 1. The main thread waits for that, its event loop standing still.
   */
  | { readonly kind: "ending"; readonly exitCode: number }
  /** Asks the front end of the request for a line of text; exactly one `inputReply` follows. */
  | { readonly kind: "input"; readonly id: RequestId; readonly prompt: string; readonly password: boolean };

export type MimeData = Readonly<Record<string, unknown>>;

export type ExecuteResult =
  | { readonly status: "ok"; readonly userExpressions: Readonly<Record<string, unknown>> }
  /** The `error` message was published before. */
  | ({ readonly status: "error" } & ErrorContent);

export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  /** Lines to print, ANSI colours allowed; the first says name and message. */
  readonly traceback: readonly string[];
}

/** Start and end are UTF-16 units. */
export interface CompleteResult {
  readonly matches: readonly string[];
  readonly start: number;
  readonly end: number;
  /** For each match: Jupyter's `_jupyter_types_experimental` without the offsets. */
  readonly types: readonly { readonly text: string; readonly type: string; readonly signature?: string }[];
}

export type IsCompleteResult =
  { readonly status: "complete" | "invalid" } | { readonly status: "incomplete"; readonly indent: string };

/** What goes to all front ends, in the order in which it was posted, streams included. */
export interface Publication {
  readonly kind: "publish";
  /** The request that it belongs to; `undefined`: none (before the first cell). */
  readonly id: RequestId | undefined;
  readonly type:
    | "stream"
    | "display_data"
    | "update_display_data"
    | "execute_result"
    | "error"
    | "clear_output"
    | "comm_open"
    | "comm_msg"
    | "comm_close";
  /** As the Jupyter protocol has it, whole. */
  readonly content: JsonObject;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/** `workerData` of the server thread. */
export interface ServerOptions {
  /** `ToServer` comes in, `ToHost` goes out; a transferred port, for the host must also read it while its loop stands still. */
  readonly port: MessagePort;
  readonly connectionFile: string;
  readonly flags: SharedArrayBuffer;
  readonly language: "typescript" | "javascript";
  /** Where the history of all sessions is kept; `undefined`: in memory only. */
  readonly historyFile: string | undefined;
}

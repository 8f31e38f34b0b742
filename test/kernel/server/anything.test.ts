import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { running } from "./kernel";
import type { Client } from "./client";

const types = [
  "kernel_info_request",
  "connect_request",
  "comm_info_request",
  "history_request",
  "execute_request",
  "complete_request",
  "inspect_request",
  "is_complete_request",
  "comm_open",
  "comm_msg",
  "comm_close",
  "interrupt_request",
  "debug_request",
  "input_reply",
  "constructor",
  "",
];
const fields = [
  ...[
    "code",
    "silent",
    "store_history",
    "user_expressions",
    "allow_stdin",
    "stop_on_error",
    "cursor_pos",
    "detail_level",
  ],
  ...["hist_access_type", "session", "start", "stop", "n", "pattern", "unique", "output", "raw"],
  ...["comm_id", "target_name", "data", "value", "seq", "command", "__proto__"],
];
const likely = fc.constantFrom("tail", "range", "search", "*[", "😀", -1, 0, 1e300, null, true, {}, []);
const content = fc.oneof(
  fc.dictionary(fc.constantFrom(...fields), fc.oneof(likely, fc.jsonValue())),
  fc.jsonValue(),
);
const header = fc.record(
  {
    msg_id: fc.oneof(fc.string(), fc.jsonValue()),
    msg_type: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...types) },
      { weight: 1, arbitrary: fc.jsonValue() },
    ),
    session: fc.oneof(fc.string(), fc.jsonValue()),
    date: fc.oneof(fc.constant("2026-01-01T00:00:00.000Z"), fc.jsonValue()),
  },
  { requiredKeys: ["msg_type"] },
);
const channel = fc.constantFrom("shell" as const, "control" as const, "stdin" as const);

/** It lives, on both channels. */
async function answers(front: Client): Promise<void> {
  for (const where of ["control", "shell"] as const) {
    expect((await front.ask(where, "kernel_info_request")).content.status).toBe("ok");
  }
  front.heard.length = 0;
}

function signed(parts: readonly string[]): string[] {
  const hmac = createHmac("sha256", "secret");
  for (const part of parts) hmac.update(part);
  return ["<IDS|MSG>", hmac.digest("hex"), ...parts];
}

async function obliging(): Promise<Client> {
  const { host, client } = await running();
  host.answer = (message) => {
    switch (message.kind) {
      case "complete":
        return {
          kind: "completed",
          id: message.id,
          result: { matches: [], start: 0, end: message.offset, types: [] },
        };
      case "inspect":
        return { kind: "inspected", id: message.id, result: undefined };
      case "isComplete":
        return { kind: "isCompleted", id: message.id, result: { status: "complete" } };
      default:
        return undefined;
    }
  };
  return client();
}

describe("the server", () => {
  it("survives any frames", async () => {
    const front = await obliging();
    const frame = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.constantFrom("<IDS|MSG>", "", "{}", "[", "null").map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(channel, fc.array(frame, { minLength: 1, maxLength: 9 }), async (where, frames) => {
        await front.raw(where, frames);
        await answers(front);
      }),
      { numRuns: 150 },
    );
  });

  it("survives any JSON in any field of a message that is signed", async () => {
    const front = await obliging();
    await fc.assert(
      fc.asyncProperty(
        channel,
        header,
        content,
        fc.jsonValue(),
        fc.jsonValue(),
        async (where, head, body, a, b) => {
          await front.raw(where, signed([head, a, b, body].map((part) => JSON.stringify(part))));
          await answers(front);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("survives JSON that is nested deeper than any stack", async () => {
    const front = await obliging();
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    for (const [type, body] of [
      ["comm_open", `{"comm_id":"c","target_name":"t","data":{"x":${deep}}}`],
      ["execute_request", `{"code":"1","user_expressions":{"x":${deep}}}`],
      ["debug_request", `{"seq":1,"command":"x","arguments":${deep}}`],
    ]) {
      const head = `{"msg_id":"1","msg_type":"${type}","deep":${deep}}`;
      await front.raw(type === "debug_request" ? "control" : "shell", signed([head, deep, deep, body!]));
    }
    await front.raw("shell", signed(["{}", "{}", "{}", deep]));
    await front.ask("shell", "kernel_info_request").then(({ content: info }) => {
      expect(info.status).toBe("ok");
    });
  });
});

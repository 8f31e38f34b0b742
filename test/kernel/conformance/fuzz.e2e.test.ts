/*
 * Whatever comes in on its sockets, whatever stands in a cell: the kernel goes on. The seed is printed; FUZZ_SEED sets
 * it, and FUZZ_RUNS how much is tried.
 */
import { randomInt } from "node:crypto";
import { connect } from "node:net";
import { once } from "node:events";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { greeting, ready } from "../wire/raw-peer";
import { cellText } from "./cell-texts";
import { KernelProcess } from "./kernel-process";

const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const runs = Number(process.env.FUZZ_RUNS ?? 12);
const parameters = { seed, numRuns: runs, endOnFailure: true };

let kernel: KernelProcess;

beforeAll(async () => {
  console.log(`FUZZ_SEED=${seed}`);
  kernel = await KernelProcess.start();
});
afterAll(() => kernel.stop());

const channel = fc.constantFrom("shell" as const, "control" as const, "stdin" as const);
const socket = fc.constantFrom(
  "shell_port" as const,
  "control_port" as const,
  "stdin_port" as const,
  "iopub_port" as const,
  "hb_port" as const,
);
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

/** What the protocol has; a shutdown would end the kernel, rightly. */
const types = [
  ...["kernel_info", "connect", "comm_info", "history", "execute", "complete", "inspect", "is_complete"],
  ...["interrupt", "debug", "usage", "create_subshell", "no_such"],
].map((name) => `${name}_request`);
const type = fc.constantFrom(
  ...types,
  ...["comm_open", "comm_msg", "comm_close", "input_reply", "toString", "__proto__"],
);
const name = fc.constantFrom(
  ...["code", "silent", "store_history", "user_expressions", "allow_stdin", "stop_on_error", "cursor_pos"],
  ...[
    "detail_level",
    "hist_access_type",
    "session",
    "start",
    "stop",
    "n",
    "pattern",
    "unique",
    "output",
    "raw",
  ],
  ...["comm_id", "target_name", "data", "value", "msg_type", "msg_id", "date", "username", "version"],
  ...["cellId", "deletedCells", "subshell_id", "constructor", "__proto__"],
);
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom("tail", "range", "search", -1, 1e308, "[*?"),
);
const fields = fc.dictionary(name, value, { noNullPrototype: true });

async function works(): Promise<void> {
  expect(await kernel.check()).toBe("works");
}

describe("fuzzing the kernel", () => {
  it("survives frames that are no messages", async () => {
    const frames = fc.array(
      fc.tuple(
        channel,
        fc.array(fc.oneof(bytes, fc.constant(Buffer.from("<IDS|MSG>"))), { minLength: 1, maxLength: 9 }),
      ),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(frames, async (batch) => {
        for (const [where, message] of batch) await kernel.client.raw(where, message);
        await works();
      }),
      parameters,
    );
  });

  it("survives messages with anything in any field", async () => {
    const message = fc.record({
      channel,
      type,
      content: fields,
      header: fields,
      metadata: fields,
      parent: fields,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 20 }), async (batch) => {
        for (const { channel: where, type: what, content, header, metadata, parent } of batch) {
          await kernel.client.send(where, what, content, { header, metadata, parent });
        }
        await kernel.request("shell", "kernel_info_request");
        await works();
      }),
      parameters,
    );
  });

  it("survives any bytes before and after the handshake", async () => {
    const talk = fc.record({
      port: socket,
      before: fc.constantFrom(Buffer.alloc(0), greeting(), Buffer.concat([greeting(), ready("DEALER")])),
      // Cut anywhere, or followed by anything.
      cut: fc.nat(100),
      after: bytes,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(talk, { minLength: 1, maxLength: 20 }), async (batch) => {
        for (const { port, before, cut, after } of batch) {
          const peer = connect(kernel.connection[port], "127.0.0.1");
          peer.on("error", () => undefined);
          await once(peer, "connect");
          peer.end(Buffer.concat([cut < 50 ? before : before.subarray(0, cut), after]));
          peer.resume();
        }
        await works();
      }),
      parameters,
    );
  });

  it("survives any text in a cell", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cellText, { minLength: 1, maxLength: 8 }),
        fc.nat(50),
        async (batch, cursor) => {
          for (const code of batch) {
            await kernel.request("shell", "is_complete_request", { code });
            await kernel.request("shell", "complete_request", { code, cursor_pos: cursor });
            await kernel.request("shell", "inspect_request", { code, cursor_pos: cursor, detail_level: 0 });
            const { content } = await kernel.execute(code);
            expect(content.status).toMatch(/^(ok|error)$/);
          }
          await works();
        },
      ),
      { ...parameters, numRuns: runs * 3 },
    );
  });
});

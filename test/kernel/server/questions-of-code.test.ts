import { describe, expect, it } from "vitest";
import type { ToHost } from "../../../kernel-ext/kernel/src/bridge/messages";
import { running } from "./kernel";

describe("completion", () => {
  it("counts code points with the front end and UTF-16 units with the host", async () => {
    const { host, client } = await running();
    const front = await client();
    host.answer = (message) => {
      if (message.kind !== "complete") return undefined;
      const { id, offset } = message;
      const types = [{ text: "parseInt", type: "function", signature: "(s)" }];
      return {
        kind: "completed",
        id,
        result: { matches: ["parseInt"], start: offset - 4, end: offset, types },
      };
    };
    const reply = await front.ask("shell", "complete_request", { code: '"😀😀"; pars;', cursor_pos: 10 });
    expect((await host.hear("complete")).offset).toBe(12);
    expect(reply.content).toEqual({
      status: "ok",
      matches: ["parseInt"],
      cursor_start: 6,
      cursor_end: 10,
      metadata: {
        _jupyter_types_experimental: [
          { text: "parseInt", type: "function", signature: "(s)", start: 6, end: 10 },
        ],
      },
    });
  });

  it.each([
    [-5, 0],
    [999, 4],
    [undefined, 4],
    ["3", 4],
  ])("at %j is at %i", async (cursor_pos, offset) => {
    const { host, client } = await running();
    const front = await client();
    await front.send("shell", "complete_request", { code: "a😀b", cursor_pos });
    expect((await host.hear("complete")).offset).toBe(offset);
  });
});

describe("inspection", () => {
  it.each([
    [{ "text/plain": "number" }, { found: true, data: { "text/plain": "number" } }],
    [undefined, { found: false, data: {} }],
  ])("says what was found: %j", async (result, expected) => {
    const { host, client } = await running();
    const front = await client();
    host.answer = (message: ToHost) =>
      message.kind === "inspect" ? { kind: "inspected", id: message.id, result } : undefined;
    const reply = await front.ask("shell", "inspect_request", { code: "x", cursor_pos: 1, detail_level: 1 });
    expect(reply.content).toEqual({ status: "ok", metadata: {}, ...expected });
    expect((await host.hear("inspect")).detail).toBe(1);
  });
});

describe("is_complete", () => {
  it.each([{ status: "complete" }, { status: "incomplete", indent: "  " }, { status: "invalid" }] as const)(
    "%j comes as the host says",
    async (result) => {
      const { host, client } = await running();
      const front = await client();
      host.answer = (message) =>
        message.kind === "isComplete" ? { kind: "isCompleted", id: message.id, result } : undefined;
      expect((await front.ask("shell", "is_complete_request", { code: "x" })).content).toEqual(result);
    },
  );
});

describe("history", () => {
  it("has the cells that store it, with their results", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ id, code, executionCount }) => {
      host.publish(id, "execute_result", {
        execution_count: executionCount,
        data: { "text/plain": `<${code}>` },
      });
      return { status: "ok", userExpressions: {} };
    };
    await front.ask("shell", "execute_request", { code: "1" });
    await front.ask("shell", "execute_request", { code: "hidden", store_history: false });
    await front.ask("shell", "execute_request", { code: "2" });
    const reply = await front.ask("shell", "history_request", {
      hist_access_type: "tail",
      n: 9,
      output: true,
      raw: true,
    });
    expect(reply.content).toEqual({
      status: "ok",
      history: [
        [1, 1, ["1", "<1>"]],
        [1, 2, ["2", "<2>"]],
      ],
    });
  });
});

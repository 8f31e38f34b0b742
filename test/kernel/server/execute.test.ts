import { describe, expect, it } from "vitest";
import { failed, ok, running } from "./kernel";

const text = (value: string) => ({ data: { "text/plain": value } });

describe("a cell", () => {
  it("is announced, shows what it publishes in order, and ends with its reply and idle", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ id, executionCount }) => {
      host.print(id, "one ");
      host.print(id, "two");
      host.print(id, "wrong", "stderr");
      host.print(id, "three");
      host.publish(id, "execute_result", { execution_count: executionCount, ...text("42") });
      return { status: "ok", userExpressions: { x: { status: "ok", ...text("1") } } };
    };
    const reply = await front.ask("shell", "execute_request", { code: "x" });
    expect(reply.content).toEqual({
      status: "ok",
      execution_count: 1,
      user_expressions: { x: { status: "ok", ...text("1") } },
      payload: [],
    });
    expect(front.broadcasts(String(reply.parent.msg_id))).toEqual([
      "busy",
      "execute_input",
      "stdout: one two",
      "stderr: wrong",
      "stdout: three",
      "execute_result",
      "idle",
    ]);
  });

  it("completes display_data with the fields without which nbclient breaks", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ id }) => {
      host.publish(id, "display_data", { ...text("a") });
      host.publish(id, "update_display_data", { ...text("b"), transient: { display_id: "d" } });
      return ok;
    };
    await front.ask("shell", "execute_request", { code: "" });
    const shown = front.heard.filter(({ type }) => type.endsWith("display_data"));
    expect(shown.map(({ content }) => content)).toEqual([
      { ...text("a"), metadata: {}, transient: {} },
      { ...text("b"), metadata: {}, transient: { display_id: "d" } },
    ]);
  });

  it("counts those that store history only, and tells the host the number", async () => {
    const { host, client } = await running();
    const front = await client();
    const counts = [];
    for (const content of [
      {},
      { store_history: false },
      { silent: true },
      { silent: true, store_history: true },
      {},
    ]) {
      const reply = await front.ask("shell", "execute_request", { code: "1", ...content });
      counts.push(reply.content.execution_count);
    }
    expect(counts).toEqual([1, 1, 1, 1, 2]);
    expect(host.heard.map((message) => "executionCount" in message && message.executionCount)).toEqual([
      1, 1, 1, 1, 2,
    ]);
  });

  it("publishes nothing but its status if it is silent, its comms excepted", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ id }) => {
      host.print(id, "psst");
      host.publish(id, "execute_result", { execution_count: 0, ...text("1") });
      host.publish(id, "comm_open", { comm_id: "c", target_name: "t", data: {} });
      return ok;
    };
    const reply = await front.ask("shell", "execute_request", { code: "1", silent: true });
    expect(front.broadcasts(String(reply.parent.msg_id))).toEqual(["busy", "comm_open", "idle"]);
  });

  it("hands over what else the request says", async () => {
    const { host, client } = await running();
    const front = await client();
    await front.send("shell", "execute_request", {
      code: "1",
      allow_stdin: false,
      user_expressions: { a: "1 + 1", b: 7 },
    });
    expect(await host.hear("execute")).toMatchObject({
      allowStdin: false,
      userExpressions: { a: "1 + 1" },
      silent: false,
    });
  });

  it("gives late output to the cell that it is of, and output of nobody no parent", async () => {
    const { host, client } = await running();
    const front = await client();
    const first = await front.ask("shell", "execute_request", { code: "1" });
    await front.ask("shell", "execute_request", { code: "2" });
    const cell = await host.hear("execute");
    host.print(cell.id, "late");
    host.print(undefined, "of nobody");
    await front.hear(({ content }) => content.text === "of nobody");
    expect(front.broadcasts(String(first.parent.msg_id)).at(-1)).toBe("stdout: late");
    expect(front.heard.find(({ content }) => content.text === "of nobody")?.parent).toEqual({});
  });

  it("answers a request without code with an error", async () => {
    const front = await (await running()).client();
    const reply = await front.ask("shell", "execute_request", { code: 7 });
    expect(reply.content).toMatchObject({ status: "error", ename: "InvalidRequest" });
  });

  it("says where the output is missing that does not fit into JSON", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ id }) => {
      host.publish(id, "display_data", { data: { "application/json": 1n } });
      return { status: "ok", userExpressions: { big: 1n } };
    };
    const reply = await front.ask("shell", "execute_request", { code: "1" });
    expect(front.broadcasts(String(reply.parent.msg_id))[2]).toMatch(
      /^stderr: This display_data cannot be shown/,
    );
    expect(reply.content.status).toBe("error");
  });

  it("replaces half characters, with which a notebook cannot be saved", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ id }) => {
      host.print(id, `a\ud83d \\ud83d 😀 \\\ud83d`);
      return ok;
    };
    const reply = await front.ask("shell", "execute_request", { code: "1" });
    expect(front.broadcasts(String(reply.parent.msg_id))[2]).toBe("stdout: a\ufffd \\ud83d 😀 \\\ufffd");
  });

  it("prints 100,000 lines, none lost, in few messages", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ id }) => {
      for (let line = 0; line < 100_000; line++) host.print(id, `${line}\n`);
      return ok;
    };
    const reply = await front.ask("shell", "execute_request", { code: "1" });
    const streams = front.heard.filter(
      ({ type, parent }) => type === "stream" && parent.msg_id === reply.parent.msg_id,
    );
    const all = streams.map(({ content }) => String(content.text)).join("");
    expect(all).toBe(Array.from({ length: 100_000 }, (_, line) => `${line}\n`).join(""));
    expect(streams.length).toBeLessThan(1_000);
  });
});

describe("a cell that fails", () => {
  it("replies with the error", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = () => failed;
    const reply = await front.ask("shell", "execute_request", { code: "1" });
    expect(reply.content).toEqual({ ...failed, execution_count: 1 });
  });

  it("aborts the cells that wait, and only those: the next one runs", async () => {
    const { host, client, arrived } = await running();
    const front = await client();
    host.run = ({ code }) => (code === "fail" ? undefined : ok);
    const sent = [];
    for (const code of ["fail", "2", "3"]) sent.push(await front.send("shell", "execute_request", { code }));
    const info = await front.send("shell", "kernel_info_request");
    const { id } = await host.hear("execute");
    await arrived("shell", 4);
    host.end(id, failed);
    const replies = await Promise.all(sent.map((message) => front.reply(message)));
    expect(replies.map(({ content }) => content.status)).toEqual(["error", "error", "error"]);
    expect(replies[2]!.content).toMatchObject({ ename: "ExecutionAborted", execution_count: 1 });
    await front.idle(sent[2]!);
    expect(front.broadcasts(sent[2]!)).toEqual(["busy", "idle"]);
    expect((await front.reply(info)).content.status).toBe("ok");
    const next = await front.ask("shell", "execute_request", { code: "4" });
    expect(next.content).toMatchObject({ status: "ok", execution_count: 2 });
  });

  it("aborts those too that are on their way when it fails, and tells of the failure after that", async () => {
    // One cell comes while the server waits whether one will, and two while it waits again.
    const late: string[] = [];
    const send = async (code: string): Promise<void> => {
      late.push(await front.send("shell", "execute_request", { code }));
      await arrived("shell", 1 + late.length);
    };
    const waits = [
      () => send("2"),
      async () => {
        await send("3");
        await send("4");
      },
    ];
    const { host, client, arrived } = await running({ quiet: async () => waits.shift()?.() });
    const front = await client();
    host.run = ({ code }) => (code === "fail" ? failed : ok);
    const failing = await front.send("shell", "execute_request", { code: "fail" });
    await front.reply(failing);
    expect(late).toHaveLength(3);
    const replies = await Promise.all([failing, ...late].map((message) => front.reply(message)));
    expect(replies.map(({ content }) => content.ename)).toEqual([
      "Error",
      ...late.map(() => "ExecutionAborted"),
    ]);
  });

  it("aborts no cell of somebody who has the reply, whatever the sender's clock says", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ code }) => (code === "fail" ? failed : ok);
    const noon = "2026-01-01T12:00:00.000Z";
    // Rounded to the same moment, set back a little, set back far, none at all, in words.
    for (const date of [
      noon,
      "2026-01-01T11:59:59.999Z",
      "2026-01-01T11:59:58.000Z",
      undefined,
      "yesterday",
    ]) {
      await front.ask("shell", "execute_request", { code: "fail" }, { header: { date: noon } });
      const next = await front.ask("shell", "execute_request", { code: "1" }, { header: { date } });
      expect(next.content.status).toBe("ok");
    }
  });

  it("aborts nothing with stop_on_error off", async () => {
    const { host, client } = await running();
    const front = await client();
    host.run = ({ code }) => (code === "fail" ? undefined : ok);
    const failing = await front.send("shell", "execute_request", { code: "fail", stop_on_error: false });
    const next = await front.send("shell", "execute_request", { code: "2" });
    host.end((await host.hear("execute")).id, failed);
    expect((await front.reply(failing)).content.status).toBe("error");
    expect((await front.reply(next)).content.status).toBe("ok");
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { toBundle } from "../../../kernel-ext/kernel/src/display";
import { temporaryFolder } from "../../e2e/notebooks";
import { Kernel } from "./kernel";

let kernel: Kernel;
beforeEach(() => {
  kernel = new Kernel();
});

const esm = "export default { render() {} }";

describe("a widget", () => {
  test("is a model of anywidget, and shows itself as its view", async () => {
    const model = kernel.widget({ esm, css: "p { color: red }", state: { count: 1 } });
    const [opened] = kernel.sent();
    expect(opened).toMatchObject({ type: "comm_open", metadata: { version: "2.1.0" } });
    expect(opened!.content).toEqual({
      comm_id: model.id,
      target_name: "jupyter.widget",
      data: {
        state: {
          _model_module: "anywidget",
          _model_module_version: "0",
          _model_name: "AnyModel",
          _view_module: "anywidget",
          _view_module_version: "0",
          _view_name: "AnyView",
          _view_count: null,
          _esm: esm,
          _css: "p { color: red }",
          _anywidget_id: expect.any(String) as unknown,
          count: 1,
        },
        buffer_paths: [],
      },
    });
    const view = { version_major: 2, version_minor: 0, model_id: model.id };
    expect(await toBundle(model)).toEqual({
      data: { "application/vnd.jupyter.widget-view+json": view, "text/plain": "Widget { count: 1 }" },
      metadata: {},
    });
    model.close();
    expect((await toBundle(model))!.data).toEqual({ "text/plain": "Widget (closed) { count: 1 }" });
    expect(kernel.sent()).toMatchObject([{ type: "comm_close", content: { comm_id: model.id } }]);
  });

  test("takes its program from files and addresses too", () => {
    const { path, remove } = temporaryFolder();
    const file = join(path, "program.js");
    writeFileSync(file, esm);
    const program = (source: string | URL) => {
      kernel.widget({ esm: source });
      const { state } = kernel.sent()[0]!.content.data as { state: { _esm: string } };
      return state._esm;
    };
    expect([program(file), program(pathToFileURL(file))]).toEqual([esm, esm]);
    expect(program("https://example.org/program.js")).toBe("https://example.org/program.js");
    expect(() => program("./none.js")).toThrow(/ENOENT.*none\.js/);
    expect(kernel.sent()).toEqual([]);
    remove();
  });

  test("refuses state with names of the protocol", () => {
    expect(() => kernel.widget({ esm, state: { _esm: 1 } })).toThrow(
      '"_esm" is a name of the widget protocol',
    );
    expect(() => kernel.widget({ esm, state: { _view_name: 1 } })).toThrow('"_view_name"');
  });
});

describe("values", () => {
  test("that the kernel sets are sent at once, and heard of here; the same value is not", () => {
    const model = kernel.widget({ esm, state: { count: 1, list: [1], name: "a" } });
    const heard: unknown[] = [];
    model.on("change:count", (value, before) => heard.push([value, before, model.get("name")]));
    model.on("change", (changed) => heard.push(changed));
    kernel.sent();
    model.set({ count: 2, name: "b" });
    model.set("count", 2);
    expect(updates()).toEqual([{ count: 2, name: "b" }]);
    expect(heard).toEqual([[2, 1, "b"], { count: 2, name: "b" }]);
    model.get("list").push(2);
    model.save("list");
    model.set("list", model.get("list"));
    model.save();
    expect(updates()).toEqual([{ list: [1, 2] }, { list: [1, 2] }, { count: 2, list: [1, 2], name: "b" }]);
  });

  test("that the page sets are told to all pages, and change here", async () => {
    const model = kernel.widget({ esm, state: { count: 1, name: "a" } });
    const heard: unknown[] = [];
    const hear = (value: number, before: number) => heard.push([value, before, kernel.recorder.request]);
    model.on("change:count", hear);
    kernel.sent();
    await kernel.say(model.id, { method: "update", state: { count: 5, name: "a" }, buffer_paths: [] });
    expect(kernel.sent()).toMatchObject([
      {
        content: { data: { method: "echo_update", state: { count: 5, name: "a" }, buffer_paths: [] } },
        request: "request 1",
      },
    ]);
    expect([model.get("count"), heard]).toEqual([5, [[5, 1, "request 1"]]]);
    model.off("change:count", hear);
    await kernel.say(model.id, { method: "update", state: { count: 6 } });
    expect(heard).toHaveLength(1);
  });

  test("keep their bytes, and the form of them, both ways", async () => {
    const state = {
      curve: new Float32Array([0.5]),
      deep: { parts: [new Uint8Array([1]), 2] },
      raw: new ArrayBuffer(1),
    };
    const model = kernel.widget({ esm, state });
    const [opened] = kernel.sent();
    expect(opened!.content.data).toMatchObject({
      state: { deep: { parts: [null, 2] } },
      buffer_paths: [["curve"], ["deep", "parts", 0], ["raw"]],
    });
    expect(opened!.buffers).toEqual([
      new Uint8Array([0, 0, 0, 63]),
      new Uint8Array([1]),
      new Uint8Array([0]),
    ]);
    expect(state.deep.parts[0]).toEqual(new Uint8Array([1]));
    await kernel.say(
      model.id,
      {
        method: "update",
        state: { deep: { parts: [null, 3] } },
        buffer_paths: [["curve"], ["raw"], ["deep", "parts", 0], ["no", "where"], ["__proto__", "x"]],
      },
      [
        new Uint8Array([0, 0, 128, 63]),
        new Uint8Array([4]),
        new Uint8Array([5]),
        new Uint8Array(),
        new Uint8Array(),
      ],
    );
    expect(model.get("curve")).toEqual(new Float32Array([1]));
    expect(model.get("raw")).toEqual(new Uint8Array([4]).buffer);
    expect(model.get("deep")).toEqual({ parts: [new Uint8Array([5]), 3] });
  });

  test("all go to a page that asks for them, of one model or of all", async () => {
    const model = kernel.widget({ esm, state: { count: 1, bytes: new Uint8Array([8]) } });
    const gone = kernel.widget({ esm });
    gone.close();
    kernel.sent();
    await kernel.say(model.id, { method: "request_state" });
    expect(kernel.sent()).toMatchObject([
      { content: { data: { method: "update", state: { _esm: esm, count: 1 }, buffer_paths: [["bytes"]] } } },
    ]);
    await kernel.open("control", "jupyter.widget.control", {}, { version: "1.0.0" });
    await kernel.say("control", { method: "request_states" });
    const [answer] = kernel.sent();
    expect(answer!.content).toMatchObject({
      comm_id: "control",
      data: { method: "update_states", buffer_paths: [[model.id, "state", "bytes"]] },
    });
    const { states } = answer!.content.data as { states: Record<string, unknown> };
    expect(Object.keys(states)).toEqual([model.id]);
    expect(states[model.id]).toMatchObject({
      model_name: "AnyModel",
      model_module: "anywidget",
      model_module_version: "0",
      state: { _esm: esm, count: 1 },
    });
    expect(answer!.buffers).toEqual([new Uint8Array([8])]);
  });
});

test("messages of one's own go both ways, with bytes", async () => {
  const model = kernel.widget({ esm });
  const heard: unknown[] = [];
  model.on("msg:custom", (content: { kind: string }, buffers) => {
    heard.push(content.kind, buffers);
    throw new Error("after that");
  });
  model.on("close", () => heard.push("closed"));
  kernel.sent();
  model.send({ hello: 1 }, [new Uint8Array([1])]);
  expect(kernel.sent()).toMatchObject([
    { content: { data: { method: "custom", content: { hello: 1 } } }, buffers: [new Uint8Array([1])] },
  ]);
  await kernel.say(model.id, { method: "custom", content: { kind: "a" } }, [new Uint8Array([2])]);
  await kernel.say(model.id, { method: "no such" });
  await kernel.close(model.id);
  expect(heard).toEqual(["a", [new Uint8Array([2])], "closed"]);
  expect(kernel.errors).toEqual([["request 1", new Error("after that")]]);
});

/** The states of the updates that were sent. */
function updates(): unknown[] {
  return kernel.sent().map(({ content }) => {
    const { method, state } = content.data as { method: string; state: unknown };
    expect(method).toBe("update");
    return state;
  });
}

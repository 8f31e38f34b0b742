import { describe, expect, it } from "vitest";
import type { CodeCell } from "../../src/notebook/nbformat";
import { NotebookOutputs } from "../../src/jupyter/outputs";
import { request } from "../../src/jupyter/wire";
import type { Content, Message } from "../../src/jupyter/wire";

const cell = (): CodeCell => ({
  cell_type: "code",
  id: "a",
  metadata: {},
  source: "",
  outputs: [],
  execution_count: null,
});

function answer(parent: string, type: string, content: Content): Message {
  return { ...request(type, content, "s"), parent: { msg_id: parent } };
}

/** JSON, as it is written: streams hold their text behind an accessor. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("outputs of a cell", () => {
  it("join what follows on the same stream and keep the order of the streams", () => {
    const outputs = new NotebookOutputs();
    const target = cell();
    outputs.open("1", target);
    for (const [name, text] of [
      ["stdout", "a"],
      ["stdout", "b\n"],
      ["stderr", "c"],
      ["stdout", "d"],
    ]) {
      outputs.take(answer("1", "stream", { name, text }));
    }
    expect(plain(target.outputs)).toEqual([
      { output_type: "stream", name: "stdout", text: "ab\n" },
      { output_type: "stream", name: "stderr", text: "c" },
      { output_type: "stream", name: "stdout", text: "d" },
    ]);
  });

  it("come under the cell that asked, also when a later one runs", () => {
    const outputs = new NotebookOutputs();
    const [first, second] = [cell(), cell()];
    outputs.open("1", first);
    outputs.open("2", second);
    outputs.take(answer("1", "stream", { name: "stdout", text: "late" }));
    outputs.take(answer("unknown", "stream", { name: "stdout", text: "nobody's" }));
    expect(plain(first.outputs)).toEqual([{ output_type: "stream", name: "stdout", text: "late" }]);
    expect(second.outputs).toEqual([]);
  });

  it("are cleared at once, or when the next one comes", () => {
    const outputs = new NotebookOutputs();
    const target = cell();
    outputs.open("1", target);
    const show = (text: string): void => {
      outputs.take(answer("1", "display_data", { data: { "text/plain": text }, metadata: {} }));
    };
    show("a");
    outputs.take(answer("1", "clear_output", { wait: true }));
    expect(target.outputs).toHaveLength(1);
    show("b");
    expect(target.outputs).toEqual([
      { output_type: "display_data", data: { "text/plain": "b" }, metadata: {} },
    ]);
    outputs.take(answer("1", "clear_output", { wait: false }));
    expect(target.outputs).toEqual([]);
  });

  it("update a display in every cell that shows it", () => {
    const outputs = new NotebookOutputs();
    const [first, second] = [cell(), cell()];
    outputs.open("1", first);
    outputs.open("2", second);
    const transient = { display_id: "x" };
    outputs.take(answer("1", "display_data", { data: { "text/plain": "1" }, metadata: {}, transient }));
    outputs.take(answer("2", "display_data", { data: { "text/plain": "2" }, metadata: {}, transient }));
    outputs.take(
      answer("2", "update_display_data", { data: { "text/plain": "3" }, metadata: {}, transient }),
    );
    expect([...first.outputs, ...second.outputs]).toEqual(
      ["3", "3"].map((text) => ({ output_type: "display_data", data: { "text/plain": text }, metadata: {} })),
    );
  });
});

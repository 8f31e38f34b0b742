/*
 * From a kernel's broadcasts to a cell's outputs, as Jupyter's own front ends do it.
 */
import type { CodeCell, DisplayOutput, MimeBundle, Output, StreamOutput } from "../notebook/nbformat";
import type { Content, Message } from "./wire";
import { TerminalText } from "./terminal-text";

/** Everything that the cells of one run have shown; displays can be updated from any later cell. */
export class NotebookOutputs {
  private readonly cells = new Map<string, CellOutputs>();
  private readonly displays = new Map<string, DisplayOutput[]>();

  /** From now on what answers that request goes to that cell, however late it comes. */
  open(requestId: string, cell: CodeCell): CellOutputs {
    const outputs = new CellOutputs(cell, this.displays);
    this.cells.set(requestId, outputs);
    return outputs;
  }

  take(message: Message): void {
    this.cells.get(message.parent.msg_id ?? "")?.take(message.header.msg_type, message.content);
  }
}

/** One cell's outputs: kept up to date in the cell itself. */
class CellOutputs {
  onStream: (name: "stdout" | "stderr", text: string) => void = () => undefined;
  /** The plain text of a display that the cell keeps changing, for example how far a training is. */
  onUpdate: (text: string) => void = () => undefined;
  private readonly texts = new WeakMap<StreamOutput, TerminalText>();
  private clearNext = false;

  constructor(
    private readonly cell: CodeCell,
    private readonly displays: Map<string, DisplayOutput[]>,
  ) {}

  take(type: string, content: Content): void {
    if (type === "stream") this.stream(content);
    else if (type === "display_data") this.display(content);
    else if (type === "update_display_data") this.update(content);
    else if (type === "clear_output") this.clear(content.wait === true);
    else if (type === "execute_result") {
      this.add({
        output_type: "execute_result",
        execution_count: numberOr(content.execution_count, null),
        ...bundle(content),
      });
    } else if (type === "error") {
      const { ename, evalue, traceback } = content;
      this.add({
        output_type: "error",
        ename: stringOr(ename, "Error"),
        evalue: stringOr(evalue, ""),
        traceback: Array.isArray(traceback) ? traceback.map(String) : [],
      });
    } else if (type === "execute_input") {
      this.cell.execution_count = numberOr(content.execution_count, this.cell.execution_count);
    }
  }

  private add(output: Output): void {
    if (this.clearNext) {
      this.clearNext = false;
      this.cell.outputs = [];
    }
    this.cell.outputs.push(output);
  }

  private stream(content: Content): void {
    const name = content.name === "stderr" ? "stderr" : "stdout";
    const text = stringOr(content.text, "");
    this.onStream(name, text);
    const last = this.clearNext ? undefined : this.cell.outputs.at(-1);
    const known = last?.output_type === "stream" && last.name === name ? this.texts.get(last) : undefined;
    if (known) {
      known.write(text);
      return;
    }
    const terminal = new TerminalText(text);
    const output = {
      output_type: "stream",
      name,
      get text() {
        return terminal.toString();
      },
      set text(replaced: string) {
        terminal.replace(replaced);
      },
    } satisfies StreamOutput as StreamOutput;
    this.texts.set(output, terminal);
    this.add(output);
  }

  private display(content: Content): void {
    const output: DisplayOutput = { output_type: "display_data", ...bundle(content) };
    this.add(output);
    const id = displayId(content);
    if (id !== undefined) this.displays.set(id, [...(this.displays.get(id) ?? []), output]);
  }

  private update(content: Content): void {
    const id = displayId(content);
    const plain = objectOr(content.data)["text/plain"];
    if (typeof plain === "string") this.onUpdate(plain);
    for (const shown of id === undefined ? [] : (this.displays.get(id) ?? [])) {
      Object.assign(shown, bundle(content));
    }
  }

  private clear(wait: boolean): void {
    if (wait) this.clearNext = true;
    else this.cell.outputs = [];
  }
}

function bundle(content: Content): { data: MimeBundle; metadata: Record<string, unknown> } {
  return { data: objectOr(content.data), metadata: objectOr(content.metadata) };
}

function displayId(content: Content): string | undefined {
  const id = objectOr(content.transient).display_id;
  return typeof id === "string" ? id : undefined;
}

function objectOr(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function stringOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function numberOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === "number" ? value : otherwise;
}

import { tmpdir } from "node:os";
import { stripVTControlCharacters } from "node:util";
import type { KernelName, KernelSpec } from "espalier-kernel";
import { EspalierError } from "../../errors";
import type { CodeCell } from "../../notebook/nbformat";
import { Kernel } from "../../jupyter/kernel";
import { withoutHistory } from "../../jupyter/kernelspec";
import { NotebookOutputs } from "../../jupyter/outputs";
import { runCell } from "../../jupyter/run-cell";

/** How long a kernel may take to answer: many times what it takes on a slow and busy machine. */
const startSeconds = 120;
/** How long it may take to end. */
const grace = 5000;

/** Starts a kernel, asks what it is, lets it compute, and ends it; in one line what went wrong. */
export async function tryKernel(
  name: KernelName,
  spec: KernelSpec,
): Promise<{ name: string; seconds: string } | string> {
  const start = performance.now();
  try {
    const kernel = await Kernel.start(name, withoutHistory(spec), { cwd: tmpdir(), startSeconds });
    const wrong = await computes(kernel);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    await kernel.shutdown(grace);
    const { implementation, implementation_version: version } = kernel.info;
    return wrong ?? { name: `${String(implementation)} ${String(version)}`, seconds };
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    return oneLine(error.what);
  }
}

/** Does it run a cell? It answers questions about itself before it can. */
async function computes(kernel: Kernel): Promise<string | undefined> {
  const cell: CodeCell = {
    cell_type: "code",
    id: "doctor",
    metadata: {},
    source: "6 * 7",
    outputs: [],
    execution_count: null,
  };
  const outputs = new NotebookOutputs();
  kernel.onBroadcast((message) => {
    outputs.take(message);
  });
  const never = new AbortController().signal;
  const result = await runCell(kernel, cell, outputs, {
    timeout: startSeconds,
    interrupt: never,
    abandon: never,
  });
  if (result.error) return oneLine(result.error.traceback.join(" "));
  const [shown] = cell.outputs;
  return shown?.output_type === "execute_result" && shown.data["text/plain"] === "42"
    ? undefined
    : "it computes, and does not show what";
}

function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .split(/\s*\n\s*/)
    .join(" ");
}

/* An approach whose graph is a file: does it solve this task, from this data? */
import { EspalierError } from "../../errors";
import type { Graph } from "../../graph";
import type { ProblemReport } from "../../graph/report";
import { shapeText } from "../../text/wording";
import type { NormalTask } from "../normal";
import { answersTo, readoutOf } from "../readout";
import type { Approach, GraphOpener, OpenedGraph } from "./approach";
import * as messages from "./messages";

/** A network of one's own: its file, where it solves the task. */
export const graph: Approach<"graph"> = {
  network: ({ pointer, file }, { experiment, data, open, report }) => {
    const at = `${pointer}/file`;
    const opened = openFile(file, at, open, report);
    if (!opened) return undefined;
    const before = report.errors();
    const [missing] = opened.graph.missing.values();
    if (missing !== undefined) report.error(at, messages.fileFaulty(file, missing));
    for (const warning of opened.problems) report.warn(at, messages.fileWarning(file, warning));
    checkInputs(opened.graph, file, at, experiment.task, data.shape, report);
    checkTargets(opened.graph, file, at, experiment.task, report);
    return report.errors() === before ? { spec: opened.spec, graph: opened.graph, opened } : undefined;
  },
};

function openFile<Opened extends OpenedGraph>(
  file: string,
  at: string,
  open: GraphOpener<Opened> | undefined,
  report: ProblemReport,
): Opened | undefined {
  if (!open) {
    report.error(at, messages.noResolver(file));
    return undefined;
  }
  try {
    return open(file);
  } catch (error) {
    if (!(error instanceof EspalierError)) throw error;
    report.error(at, messages.fileFaulty(file, error.message));
    return undefined;
  }
}

function checkInputs(
  graph: Graph,
  file: string,
  at: string,
  task: NormalTask,
  shape: readonly number[],
  report: ProblemReport,
): void {
  const input = graph.inputs.find(({ name }) => name === task.input);
  if (!input || String(input.shape) !== String(shape)) {
    report.error(at, messages.fileLacksInput(file, task.input, shapeText(shape)));
  }
  const other = graph.inputs.find(({ name }) => name !== task.input);
  if (other) report.error(at, messages.fileNeedsInput(file, other.name));
}

function checkTargets(graph: Graph, file: string, at: string, task: NormalTask, report: ProblemReport): void {
  const target = graph.targets.get(task.target);
  if (target && target.kind !== "classes") {
    report.error(at, messages.fileTargetWithoutClasses(file, task.target, target.kind));
    return;
  }
  if (target?.kind === "classes" && !sameNames(target.classes, task.classes)) {
    report.error(at, messages.fileClassesDiffer(file, task.target, target.classes, task.classes));
  }
  const gate = graph.targets.get(task.gate);
  if (
    gate &&
    !(target?.kind === "classes" && gate.kind === "classes" && sameGroups(gate, target.classes, task))
  ) {
    report.error(at, messages.fileGroupsDiffer(file, task.gate, task.target, task.groups));
  }
  const answers = answersTo(graph, task);
  if (answers.length === 0) report.error(at, messages.fileLacksAnswer(file, task.target));
  else if (!readoutOf(graph, task)) report.error(at, messages.fileAnswersTwice(file, task.target, answers));
}

/** Whether the gate's target groups the same classes; one with labels of its own cannot be derived from the data. */
function sameGroups(
  gate: {
    readonly classes: readonly string[];
    readonly groups: { readonly of: string; readonly members: readonly (readonly number[])[] } | undefined;
  },
  classes: readonly string[],
  task: NormalTask,
): boolean {
  if (gate.groups?.of !== task.target || gate.classes.length !== task.groups.length) return false;
  return task.groups.every(({ name, members }) => {
    const own = gate.groups?.members[gate.classes.indexOf(name)];
    return (
      own !== undefined &&
      sameNames(
        own.map((number) => classes[number]!),
        members,
      )
    );
  });
}

/** Names bind, whatever their order. */
function sameNames(a: readonly string[], b: readonly string[]): boolean {
  const known = new Set(a);
  return a.length === b.length && b.every((name) => known.has(name));
}

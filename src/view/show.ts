/*
 * One way to show anything: rich in a notebook, as text in a terminal.
 */
import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import type { ExitReport } from "../compare/hierarchy/evaluate-exits";
import type { HierarchyReport } from "../compare/hierarchy/evaluate-hierarchy";
import type { Report } from "../compare/report/report";
import type { Graph } from "../graph";
import { Model } from "../model/model";
import type { LabelReport } from "../model/evaluate-labels";
import type { CandidatesPrediction, LabelsPrediction } from "../model/prediction";
import { checkOptionKinds } from "../options";
import { isFigure } from "../plots";
import { candidatesTable } from "./candidates-table";
import { exitTable } from "./exit-table";
import { figureBundle, type FigureOptions } from "./figure-bundle";
import { graphTable } from "./graph-table";
import { hierarchyTable } from "./hierarchy-table";
import { labelReportTable } from "./label-report-table";
import { labelsTable } from "./labels-table";
import { displaySymbol, isDisplayable, type MimeBundle } from "./mime";
import { PendingDisplay } from "./pending-display";
import { imageType, picture } from "./picture";
import { comparisonTable } from "./report-table";
import { displayWriter } from "./running-kernel";
import { table } from "./table";

export type ShowOptions = FigureOptions;

/**
 * Shows a value under the running cell: a figure, a report or candidates (as their table), a graph or a model (as its
 * summary), rows (as a table), the bytes of a picture, or anything with a `Jupyter.display` method. Outside of a notebook it
 * prints the text form. To be awaited: a figure's still picture takes a moment to draw, and comes too late where the cell has ended.
 */
export function show(value: unknown, options: ShowOptions = {}): PromiseLike<undefined> {
  checkOptionKinds("show", options, { width: "number", height: "number", still: "boolean" });
  // Asked for first: the output belongs to the cell that runs now.
  const write = displayWriter();
  // A terminal has no use for the still picture.
  const forms = bundleOf(value, write ? options : { ...options, still: false });
  const send = (data: MimeBundle, transient: { display_id?: string } = {}, update = false) => {
    if (write) write({ data, metadata: {}, transient }, update);
    else process.stdout.write(`${data["text/plain"].trimEnd()}\n`);
  };
  if (!(forms instanceof Promise)) {
    send(forms);
    return Promise.resolve(undefined);
  }
  let id: string | undefined;
  const shown = forms.then((data) => {
    if (id === undefined) send(data);
    else send(data, { display_id: id }, true);
    return undefined;
  });
  return new PendingDisplay(shown, () => {
    if (!isFigure(value)) return;
    id = randomUUID();
    const quick = figureBundle(value, { still: false });
    if (!(quick instanceof Promise)) send(quick, { display_id: id });
  });
}

/** All forms in which a value can be shown. */
export function bundleOf(value: unknown, options: ShowOptions = {}): MimeBundle | Promise<MimeBundle> {
  if (isDisplayable(value)) return value[displaySymbol]();
  if (isFigure(value)) return figureBundle(value, options);
  if (isGraph(value)) return graphTable(value)[displaySymbol]();
  if (value instanceof Model) value.requireWeights();
  // A model, or a spec that was read: what has a graph shows it.
  const { graph } = Object(value) as { graph?: unknown };
  if (isGraph(graph)) return graphTable(graph)[displaySymbol]();
  if (isCandidates(value)) return candidatesTable(value)[displaySymbol]();
  if (isLabels(value)) return labelsTable(value)[displaySymbol]();
  if (isLabelReport(value)) return labelReportTable(value)[displaySymbol]();
  if (isExitReport(value)) return exitTable(value)[displaySymbol]();
  if (isHierarchyReport(value)) return hierarchyTable(value)[displaySymbol]();
  if (isReport(value)) return comparisonTable(value)[displaySymbol]();
  if (value instanceof Uint8Array && imageType(value)) return picture(value)[displaySymbol]();
  if (isRows(value)) return table(value)[displaySymbol]();
  return { "text/plain": typeof value === "string" ? value : inspect(value, { depth: 4 }) };
}

function isGraph(value: unknown): value is Graph {
  const { variables, body } = Object(value) as Partial<Graph>;
  return variables instanceof Map && Array.isArray(body);
}

function isCandidates(value: unknown): value is CandidatesPrediction {
  const { target, classes, samples } = Object(value) as Partial<CandidatesPrediction>;
  return typeof target === "string" && Array.isArray(classes) && Array.isArray(samples);
}

function isLabels(value: unknown): value is LabelsPrediction {
  const { target, labels, chosen } = Object(value) as Partial<LabelsPrediction>;
  return typeof target === "string" && Array.isArray(labels) && chosen instanceof Uint8Array;
}

function isLabelReport(value: unknown): value is LabelReport {
  const { rows, exactMatch } = Object(value) as Partial<LabelReport>;
  return Array.isArray(rows) && typeof exactMatch === "number";
}

function isHierarchyReport(value: unknown): value is HierarchyReport {
  const { levels, routes, answer } = Object(value) as Partial<HierarchyReport>;
  return Array.isArray(levels) && Array.isArray(routes) && typeof answer === "string";
}

function isExitReport(value: unknown): value is ExitReport {
  const { exits, flops } = Object(value) as Partial<ExitReport>;
  return Array.isArray(exits) && typeof flops === "object";
}

function isReport(value: unknown): value is Report {
  const { approaches, runs, summary, pairs } = Object(value) as Partial<Report>;
  return [approaches, runs, pairs].every(Array.isArray) && typeof summary === "object";
}

/** Objects with something in them, none of it deeper than a cell. */
function isRows(value: unknown): value is object[] {
  const isPlain = (row: unknown) =>
    typeof row === "object" &&
    row !== null &&
    !Array.isArray(row) &&
    Object.values(row).every((cell) => typeof cell !== "object" || cell === null);
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(isPlain) &&
    value.some((row) => Object.keys(row as object).length > 0)
  );
}

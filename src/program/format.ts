/* A program as text, to look at. */
import type { Feed, Instruction } from "./instruction";
import type { Segment } from "./lower/lowering";

/**
 * One instruction a line: where its value goes, what is done, with which values, and after `<-` the inputs by name that it
 * takes from the plan of a batch. The gate that has to be read stands in the last line.
 */
export function formatSegment({ instructions, read }: Segment): string {
  const lines = instructions.map((instruction) => {
    const feeds = feedsOf(instruction).map(({ name }) => name);
    const parts = [`%${instruction.to} = ${instruction.op}`, subject(instruction), ...sources(instruction)];
    if (feeds.length > 0) parts.push("<-", ...feeds);
    return parts.filter((part) => part !== "").join(" ");
  });
  if (read) lines.push(`read %${read.logits}, for ${read.route.path}`);
  return lines.join("\n");
}

/** The inputs of an instruction that depend on the batch. */
function feedsOf(instruction: Instruction): Feed<unknown>[] {
  return Object.values(instruction).filter(isFeed);
}

function isFeed(value: unknown): value is Feed<unknown> {
  return typeof value === "object" && value !== null && "from" in value && typeof value.from === "function";
}

function subject(instruction: Instruction): string {
  if (instruction.op === "layer") return `${instruction.layer.type} ${instruction.random}`;
  if (instruction.op === "input" || instruction.op === "inputRows" || instruction.op === "inputMask")
    return instruction.name;
  if (instruction.op === "loss") return instruction.head.path;
  return instruction.node ?? "";
}

function sources(instruction: Instruction): string[] {
  const registers: number[] = [];
  if ("inputs" in instruction) registers.push(...instruction.inputs);
  if ("parts" in instruction) registers.push(...instruction.parts);
  if ("from" in instruction) registers.push(instruction.from);
  if ("by" in instruction) registers.push(instruction.by);
  if ("masks" in instruction) registers.push(...(instruction.masks ?? []).filter((mask) => mask >= 0));
  if ("steps" in instruction) registers.push(...(instruction.steps === undefined ? [] : [instruction.steps]));
  return registers.map((register) => `%${register}`);
}

/* What a network would take in memory, before any of it is taken. */
import { limit, raiseLimit } from "../limits";
import type { NormalTraining } from "../spec/normal";
import { sizeOf } from "../shape";
import type { Graph, Variable } from "./ir";
import * as messages from "./messages";
import { slotsOf } from "./optimizers";
import type { ProblemReport } from "./report";

/** Bytes of one number. */
const numberBytes = 4;

/**
 * Bytes of the parameters, of their optimiser's state and of their gradients: 4 for each parameter, and for each that
 * can be trained 4 more for its gradient and for every slot.
 */
export function parameterBytes(
  variables: Iterable<Variable>,
  training: Pick<NormalTraining, "phases">,
): number {
  const kept = Math.max(
    0,
    ...training.phases.slice(0, 1000).map(({ optimizer }) => slotsOf(optimizer).length),
  );
  let bytes = 0;
  for (const { shape, trainable } of variables) {
    bytes += numberBytes * known(sizeOf(shape)) * (trainable ? 2 + kept : 1);
  }
  return bytes;
}

/** Reports a network whose parameters are more than may be held; warns where this machine may not hold them. */
export function checkMemory(
  graph: Pick<Graph, "nodes" | "variables">,
  training: Pick<NormalTraining, "phases">,
  report: ProblemReport,
): void {
  const bytes = parameterBytes(graph.variables.values(), training);
  const [machine, most] = [machineBytes(), limit("memoryBytes")];
  if (bytes <= most && bytes <= machine) return;
  const largest = largestNode(graph);
  if (!largest) return;
  const estimate = { bytes, parameters: largest.parameters, path: largest.path };
  if (bytes > most)
    report.error(largest.pointer, messages.tooMuchMemory(estimate, most, raiseLimit("memoryBytes")));
  else report.warn(largest.pointer, messages.moreThanTheMachine(estimate, machine));
}

function largestNode(graph: Pick<Graph, "nodes" | "variables">) {
  let largest: { path: string; pointer: string; parameters: number } | undefined;
  for (const { path, pointer, variables } of graph.nodes.values()) {
    let parameters = 0;
    for (const name of variables) parameters += known(sizeOf(graph.variables.get(name)?.shape ?? [0]));
    if (!largest || parameters > largest.parameters) largest = { path, pointer, parameters };
  }
  return largest;
}

/**
 * Bytes of the values of all nodes for so many samples, as a forward pass (or the tape of a training step) holds them
 * at once: an upper bound, for a branch runs on some of them only.
 */
export function activationBytes(graph: Pick<Graph, "nodes" | "inputs">, samples: number): number {
  let numbers = 0;
  for (const { shape } of graph.inputs) numbers += known(sizeOf(shape));
  for (const { shape } of graph.nodes.values()) numbers += known(sizeOf(shape));
  return numberBytes * numbers * samples;
}

/** What a saved model that is missing leaves unknown counts for nothing: such a network can only be looked at. */
const known = (size: number): number => (Number.isNaN(size) ? 0 : size);

/** What this process may take; `Infinity` where nobody says (in a browser). */
function machineBytes(): number {
  const { process } = globalThis as {
    process?: { constrainedMemory?: () => number; availableMemory?: () => number };
  };
  const [allowed, free] = [process?.constrainedMemory?.() ?? 0, process?.availableMemory?.() ?? 0];
  // Without a limit of the system's, 0 or a number beyond any machine.
  return Math.max(allowed < 2 ** 50 ? allowed : 0, free) || Infinity;
}

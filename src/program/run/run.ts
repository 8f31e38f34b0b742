import type * as tf from "@tensorflow/tfjs-core";
import type { RandomStream } from "../../backend/random";
import type { BatchInput } from "../batch";
import type { Feed, Instruction, Register } from "../instruction";
import type { Results } from "../lower/wanted";
import type { BatchPlan } from "../plan/batch-plan";
import type { Program } from "../program";
import type { Machine } from "./machine";
import { operations } from "./operations";

/** What a program takes in besides the plan of a batch. */
export interface RunInputs {
  /** Path -> value of each variable. */
  readonly weights: ReadonlyMap<string, tf.Tensor>;
  /** Random draws of the layer at a path, at this step. */
  readonly random: (path: string) => RandomStream;
  /** Sees the value of each node as it is made. */
  readonly watch?: (path: string, value: tf.Tensor) => void;
}

/** A number that is minimised beside the losses of heads, as it is: a scalar on the tape. */
export interface Penalty {
  /** What it is the penalty of, for messages: a path, or what the training calls it. */
  readonly name: string;
  readonly loss: tf.Scalar;
}

export interface RunResult {
  /** The value of a node that was wanted, `[rows, ...shape]`; `undefined` where no sample reaches it, or no label is there. */
  value(path: string): tf.Tensor | undefined;
  /** The calibrated logits of a head that were wanted, `[rows, logits]`; `undefined` where no sample reaches it. */
  calibrated(path: string): tf.Tensor | undefined;
  /** The loss of a head that was wanted; `undefined` where none of its rows has a label. */
  loss(path: string): tf.Scalar | undefined;
  /** New values of moving statistics, by path of the variable. */
  readonly updates: ReadonlyMap<string, tf.Tensor>;
  /** What its instructions ask to be minimised beside the losses, in their order. */
  readonly penalties: readonly Penalty[];
}

/**
 * Carries a program out on one batch, instruction by instruction. Gates are read where a segment ends; `plan` then knows what
 * they said.
 *
 * A pure function of weights, batch and random draws; all tensors belong to the caller's tidy.
 */
export function run(program: Program, plan: BatchPlan, inputs: RunInputs): RunResult {
  const machine = new EagerMachine(plan, inputs);
  let segment = program.first(plan);
  for (;;) {
    machine.carryOut(segment.instructions);
    if (!segment.read) break;
    const { route, logits } = segment.read;
    plan.decide(route, machine.value(logits).dataSync<"float32">());
    segment = program.next(segment, plan);
  }
  const { values, calibrated, losses }: Results = segment.results!;
  const at = (register: Register | undefined) =>
    register === undefined ? undefined : machine.value(register);
  return {
    value: (path) => at(values.get(path)),
    calibrated: (path) => at(calibrated.get(path)),
    loss: (path) => at(losses.get(path)) as tf.Scalar | undefined,
    updates: machine.updates,
    penalties: machine.penalties,
  };
}

class EagerMachine implements Machine {
  readonly updates = new Map<string, tf.Tensor>();
  readonly penalties: Penalty[] = [];
  readonly #values: tf.Tensor[] = [];
  readonly #inputs = new Map<string, BatchInput>();

  constructor(
    private readonly plan: BatchPlan,
    private readonly given: RunInputs,
  ) {}

  carryOut(instructions: readonly Instruction[]): void {
    for (const instruction of instructions) {
      // The table's type ties each operation to its own instruction; indexing by a union loses that.
      const operation = operations[instruction.op] as (
        instruction: Instruction,
        machine: Machine,
      ) => tf.Tensor;
      const value = operation(instruction, this);
      this.#values[instruction.to] = value;
      if (instruction.node !== undefined) this.given.watch?.(instruction.node, value);
    }
  }

  value(register: Register): tf.Tensor {
    return this.#values[register]!;
  }

  feed<T>(feed: Feed<T>): T {
    return feed.from(this.plan);
  }

  input(name: string): BatchInput {
    let input = this.#inputs.get(name);
    if (!input) this.#inputs.set(name, (input = this.plan.batch.input(name)));
    return input;
  }

  variable(path: string): tf.Tensor {
    return this.updates.get(path) ?? this.given.weights.get(path)!;
  }

  update(path: string, value: tf.Tensor): void {
    this.updates.set(path, value);
  }

  penalise(name: string, loss: tf.Scalar): void {
    this.penalties.push({ name, loss });
  }

  random(path: string): RandomStream {
    return this.given.random(path);
  }
}

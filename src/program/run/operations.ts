/* What each instruction does on tensors. */
import * as tf from "@tensorflow/tfjs-core";
import type { RandomStream } from "../../backend/random";
import { applyLayer } from "../../layers";
import { maskedLoss } from "../../losses";
import type { BatchInput } from "../batch";
import type { Feed, InstructionOf, Op, Register } from "../instruction";
import { besideMask, eitherMask, maskOfValues } from "./masks";
import { headProbabilities, membership } from "./probabilities";
import { lossOverSteps } from "./step-loss";
import { gatherRows, putBack } from "./rows";

/** What instructions work on. */
export interface Machine {
  value(register: Register): tf.Tensor;
  feed<T>(feed: Feed<T>): T;
  /** An input of the batch, as the data have it. */
  input(name: string): BatchInput;
  /** A variable by its path: moving statistics as they are by now. */
  variable(path: string): tf.Tensor;
  /** New values of moving statistics. */
  update(path: string, value: tf.Tensor): void;
  random(path: string): RandomStream;
}

type Operation<O extends Op> = (instruction: InstructionOf<O>, machine: Machine) => tf.Tensor;

/** Of what may be missing. */
const valueOr = (machine: Machine, register: Register): tf.Tensor | undefined =>
  register < 0 ? undefined : machine.value(register);

export const operations: { readonly [O in Op]: Operation<O> } = {
  input({ name, scale }, machine) {
    const { tensor } = machine.input(name);
    if (!scale || tensor.shape[0] === 0) return tensor;
    return tf.div(tf.sub(tensor, machine.variable(scale[0])), machine.variable(scale[1]));
  },
  inputRows({ name, from, positions }, machine) {
    const { rows } = machine.input(name);
    const wanted = machine.feed(positions);
    return gatherRows(machine.value(from), rows ? wanted.map((position) => rows[position]!) : wanted);
  },
  rows: ({ from, rows }, machine) => gatherRows(machine.value(from), machine.feed(rows)),
  empty: ({ shape, dtype }) => tf.zeros([0, ...shape], dtype),
  layer({ layer, inputs, variables, training, random, masks }, machine) {
    const { value, updates } = applyLayer(
      layer,
      inputs.map((input) => machine.value(input)),
      variables.map((path) => machine.variable(path)),
      {
        training,
        random: () => machine.random(random),
        ...(masks && { masks: masks.map((mask) => valueOr(machine, mask)) }),
      },
    );
    updates?.forEach((update, position) => machine.update(variables[position]!, update));
    return value;
  },
  mask: ({ from, padding, alongLast }, machine) => maskOfValues(machine.value(from), padding, alongLast),
  eitherMask: ({ parts }, machine) => eitherMask(parts.map((part) => machine.value(part))),
  besideMask: ({ parts, masks }, machine) =>
    besideMask(parts.map((part, i) => ({ value: machine.value(part), mask: valueOr(machine, masks[i]!) }))),
  reshape: ({ from, shape }, machine) => tf.reshape(machine.value(from), [-1, ...shape]),
  probabilities: ({ from }, machine) => headProbabilities(machine.value(from)),
  spread({ from, members, classes }, machine) {
    const own = machine.value(from) as tf.Tensor2D;
    if (own.shape[1] !== members.length)
      throw new Error(`${own.shape[1]} outputs for ${members.length} classes`);
    return tf.matMul(own, membership(members, classes));
  },
  certain: ({ members, classes, rows }, machine) =>
    tf.tile(membership(members, classes), [machine.feed(rows), 1]),
  weigh: ({ from, by, column }, machine) =>
    tf.mul(tf.slice(machine.value(by), [0, column], [-1, 1]), machine.value(from)),
  sum: ({ parts }, machine) => tf.addN(parts.map((part) => machine.value(part))),
  putBack: ({ parts, order, rest, shape }, machine) =>
    putBack(
      parts.map((part) => machine.value(part)),
      machine.feed(order),
      rest,
      shape,
    ),
  /** `batchMean` divides by the size of the batch, also for a head that runs on a part of it. */
  loss({ head, reduction, from, labels: given, batch, steps }, machine) {
    const { labels, mask } = machine.feed(given);
    const size = machine.feed(batch);
    const shape = labels instanceof Int32Array ? [mask.length] : [mask.length, ...head.shape];
    const labelTensor = tf.tensor(labels, shape, labels instanceof Int32Array ? "int32" : "float32");
    if (steps !== undefined) {
      const counting = { prediction: machine.value(from), labels: labelTensor, steps: machine.value(steps) };
      return lossOverSteps(head.loss, reduction, counting, mask, size);
    }
    const loss = maskedLoss(head.loss, machine.value(from), labelTensor, tf.tensor1d(mask), reduction);
    if (reduction === "validMean" || mask.length === size) return loss;
    return tf.mul(loss, mask.length / size);
  },
};

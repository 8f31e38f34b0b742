/* What each instruction does on tensors. */
import * as tf from "@tensorflow/tfjs-core";
import { applyLayer } from "../../layers";
import { maskedLoss } from "../../losses";
import type { InstructionOf, Op, Register } from "../instruction";
import type { Machine } from "./machine";
import { balanceLoss, perturbedLogits, renewed, straightThrough } from "./gates";
import { columnOf, maskedAnswer } from "./masked";
import { calibrations } from "./calibrations";
import { besideMask, bothMasks, eitherMask, maskBack, maskOfLengths, maskOfValues } from "./masks";
import { headProbabilities, membership } from "./probabilities";
import { addBack, gatherRows, putBack } from "./rows";
import { lossOverSteps } from "./step-loss";

/** Below any probability that a float32 softmax gives of a class that it does not rule out. */
const LEAST_PROBABILITY = 1e-37;

/** `[rows, 1, …]`: one number for each row of a value. */
const rowsOnly = (value: tf.Tensor): number[] => value.shape.map((length, axis) => (axis === 0 ? length : 1));

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
  inputMask: ({ name }, machine) => maskOfLengths(machine.input(name)),
  bothMasks: ({ parts: [before, own] }, machine) => bothMasks(machine.value(before), machine.value(own)),
  eitherMask: ({ parts }, machine) => eitherMask(parts.map((part) => machine.value(part))),
  besideMask: ({ parts, masks }, machine) =>
    besideMask(parts.map((part, i) => ({ value: machine.value(part), mask: valueOr(machine, masks[i]!) }))),
  maskBack: ({ parts, places, size, shape }, machine) =>
    maskBack(
      parts.map((part) => machine.value(part)),
      machine.feed(places),
      machine.feed(size),
      shape,
    ),
  reshape: ({ from, shape }, machine) => tf.reshape(machine.value(from), [-1, ...shape]),
  calibrate({ from, calibration: { form, variables } }, machine) {
    const weights = variables.map((path) => machine.variable(path));
    return calibrations[form](machine.value(from), weights);
  },
  probabilities: ({ from }, machine) => headProbabilities(machine.value(from)),
  spread({ from, members, classes }, machine) {
    const own = machine.value(from) as tf.Tensor2D;
    if (own.shape[1] !== members.length)
      throw new Error(`${own.shape[1]} outputs for ${members.length} classes`);
    return tf.matMul(own, membership(members, classes));
  },
  certain: ({ members, classes, rows }, machine) =>
    tf.tile(membership(members, classes), [machine.feed(rows), 1]),
  weigh({ from, by, column, rows }, machine) {
    const own = tf.slice(machine.value(by), [0, column], [-1, 1]);
    const weights = rows ? gatherRows(own, machine.feed(rows)) : own;
    const value = machine.value(from);
    return tf.mul(value.rank === 2 ? weights : tf.reshape(weights, rowsOnly(value)), value);
  },
  sum: ({ parts }, machine) => tf.addN(parts.map((part) => machine.value(part))),
  putBack: ({ parts, order, rest, shape, dtype }, machine) =>
    putBack(
      parts.map((part) => machine.value(part)),
      machine.feed(order),
      rest,
      shape,
      dtype,
    ),
  addBack: ({ parts, places, size, shape }, machine) =>
    addBack(
      parts.map((part) => machine.value(part)),
      machine.feed(places),
      machine.feed(size),
      shape,
    ),
  weights({ from, rule, selected }, machine) {
    const logits = machine.value(from) as tf.Tensor2D;
    const mask = selected && machine.feed(selected);
    return rule === "renewed" ? renewed(logits, mask!) : straightThrough(headProbabilities(logits), mask);
  },
  given({ values, width }, machine) {
    const numbers = machine.feed(values);
    return tf.tensor2d(numbers, [numbers.length / width, width]);
  },
  gate: (instruction, machine) => perturbedLogits(instruction, machine),
  keepSelected({ from, selected, column }, machine) {
    const value = machine.value(from);
    const own = columnOf(machine.feed(selected), value.shape[0], column);
    const chosen = tf.tensor(own, rowsOnly(value), "bool");
    return tf.where(tf.broadcastTo(chosen, value.shape), value, tf.zerosLike(value));
  },
  maskedAnswer: ({ parts, members, classes, selected }, machine) =>
    maskedAnswer(
      parts.map((part) => machine.value(part) as tf.Tensor2D),
      members,
      classes,
      machine.feed(selected),
    ),
  logarithms({ from, members }, machine) {
    const own = tf.gather(machine.value(from), tf.tensor1d([...members], "int32"), 1);
    return tf.log(tf.add(own, LEAST_PROBABILITY));
  },
  zeros: ({ rows, shape }, machine) => tf.zeros([machine.feed(rows), ...shape]),
  ones: ({ rows, shape }, machine) => tf.ones([machine.feed(rows), ...shape]),
  concatenate: ({ parts }, machine) =>
    tf.concat(
      parts.map((part) => machine.value(part)),
      -1,
    ),
  balance({ name, from, by, load, factors }, machine) {
    const loss = balanceLoss(
      machine.value(from) as tf.Tensor2D,
      machine.value(by) as tf.Tensor2D,
      machine.feed(load),
      machine.feed(factors),
    );
    machine.penalise(name, loss);
    return loss;
  },
  /** `batchMean` divides by the size of the batch, also for a head that runs on a part of it. */
  loss({ head, reduction, from, labels: given, batch, steps }, machine) {
    const { labels, mask, weights, positiveWeights } = machine.feed(given);
    const size = machine.feed(batch);
    const shape = labels instanceof Int32Array ? [mask.length] : [mask.length, ...head.shape];
    const labelTensor = tf.tensor(labels, shape, labels instanceof Int32Array ? "int32" : "float32");
    if (steps !== undefined) {
      const counting = { prediction: machine.value(from), labels: labelTensor, steps: machine.value(steps) };
      return lossOverSteps(head.loss, reduction, counting, mask, size, weights);
    }
    const factors = weights && tf.tensor1d(weights);
    const loss = maskedLoss(
      head.loss,
      machine.value(from),
      labelTensor,
      tf.tensor1d(mask),
      reduction,
      factors,
      positiveWeights && tf.tensor1d(positiveWeights),
    );
    if (reduction === "validMean" || mask.length === size) return loss;
    return tf.mul(loss, mask.length / size);
  },
};

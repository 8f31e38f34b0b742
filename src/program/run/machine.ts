import type * as tf from "@tensorflow/tfjs-core";
import type { RandomStream } from "../../backend/random";
import type { BatchInput } from "../batch";
import type { Feed, Register } from "../instruction";

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
  /** Something to minimise beside the losses of heads, by the path of the node that asks for it. */
  penalise(name: string, loss: tf.Scalar): void;
  random(path: string): RandomStream;
}

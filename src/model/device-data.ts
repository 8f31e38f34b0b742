import * as tf from "@tensorflow/tfjs-core";
import type { Dataset } from "../data/dataset";
import type { Graph } from "../graph/ir";
import { sizeOf } from "../shape";
import { bindData } from "./bind-data";
import { checkData } from "./check-data";
import { padData } from "./pad-data";
import { headLabels, type Batch, type BatchInput, type HeadLabels, type SampleFacts } from "../program";

/**
 * A dataset for one network: inputs uploaded once and cut by gather, labels derived once for each head.
 * Tensors of a batch belong to the caller's tidy.
 */
export class DeviceData implements SampleFacts {
  readonly size: number;
  /** The samples with labels and tags numbered as the network numbers them. */
  readonly data: Dataset;
  private readonly columns = new Map<string, tf.Tensor>();
  private readonly labelsOfHead = new Map<string, HeadLabels | undefined>();

  /** @throws EspalierError where the data does not fit the network */
  constructor(
    readonly graph: Graph,
    given: Dataset,
  ) {
    const data = padData(graph, bindData(graph, given));
    checkData(graph, data);
    this.data = data;
    this.size = data.size;
    for (const head of graph.heads) this.labelsOfHead.set(head.path, headLabels(graph, head, data));
    for (const { name, dtype } of graph.inputs) {
      const column = data.inputs[name]!;
      const rows = column.data.length / sizeOf(column.shape);
      this.columns.set(name, tf.keep(tf.tensor(column.data, [rows, ...column.shape], dtype)));
    }
  }

  /** The head's labels, by its path; `undefined` where the data has none for it. */
  labels(head: string): HeadLabels | undefined {
    return this.labelsOfHead.get(head);
  }

  /** The values of a tag, by sample. */
  tag(name: string): Int32Array {
    return this.data.tags[name]!;
  }

  batch(samples: Int32Array): Batch {
    return { size: samples.length, samples, data: this, input: (name) => this.cut(name, samples) };
  }

  private cut(name: string, samples: Int32Array): BatchInput {
    const column = this.columns.get(name)!;
    const { rows: rowOf, lengths } = this.data.inputs[name]!;
    const take = (rows: Int32Array): BatchInput => ({
      tensor: tf.gather(column, tf.tensor1d(rows, "int32")),
      ...(lengths && { lengths: rows.map((row) => lengths[row]!) }),
    });
    if (!rowOf) return take(samples);
    const wanted = samples.map((sample) => rowOf[sample]!);
    const present = wanted.filter((row) => row >= 0);
    let next = 0;
    return {
      ...take(present),
      rows: wanted.map((row) => (row < 0 ? -1 : next++)),
    };
  }

  dispose(): void {
    for (const column of this.columns.values()) column.dispose();
    this.columns.clear();
  }
}

import { classLabels } from "../../../data/class-labels";
import type { Dataset } from "../../../data/dataset";
import { EspalierError } from "../../../errors";
import type { NormalTask } from "../../normal";

/** The correct answer for each test sample. */
export interface Truth {
  /** Sample -> number of its fine class, -1 for no label. */
  readonly classes: Int32Array;
  /** Sample -> number of its group, -1 for no label. */
  readonly groups: Int32Array;
  /** For each group the numbers of its classes. */
  readonly members: readonly (readonly number[])[];
}

/**
 * The labels of a dataset and the groups that follow from them.
 *
 * @throws EspalierError where the data has no labels for the task, or no sample with one
 */
export function truthOf(data: Dataset, task: NormalTask): Truth {
  const classes = classLabels(data, task.target, {
    hint: "a comparison needs the labels of the samples it tests on",
  });
  if (!classes.some((label) => label >= 0)) {
    throw new EspalierError(`no test sample has a label for "${task.target}"`);
  }
  const members = task.groups.map((group) => group.members.map((name) => task.classes.indexOf(name)));
  const groupOf = task.classes.map((_, label) => members.findIndex((group) => group.includes(label)));
  return { classes, groups: classes.map((label) => groupOf[label] ?? -1), members };
}

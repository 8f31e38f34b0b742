import type { ApproachType, GraphSpec } from "../../spec/language";
import type { NormalApproach, NormalExperiment } from "../experiment/normal";

/** One way to build and train the network of a task. */
export interface Approach {
  readonly type: ApproachType;
  /** Whether it routes: it then needs groups to choose between. */
  readonly routes: boolean;
  /**
   * Names that its nodes take beside those of the input and the targets; `perGroup`: also that of each group with a
   * branch. A task cannot use them otherwise.
   */
  readonly nodeNames: { readonly fixed: readonly string[]; readonly perGroup: boolean };
  /**
   * Its network as a document that a person could have written: with modules, shorthand and no default spelt out.
   *
   * @param shape of one sample of the input
   */
  derive: (experiment: NormalExperiment, approach: NormalApproach, shape: readonly number[]) => GraphSpec;
}

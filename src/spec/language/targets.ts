import type { PositiveInteger } from "./layers";

/**
 * Names of classes, in the order of their numbers in the data.
 * @minItems 2
 * @uniqueItems true
 */
export type ClassNames = string[];

/**
 * A number of classes: at least 2.
 * @asType integer
 * @minimum 2
 */
export type ClassCount = number;

/** Classes of its own. */
export interface ClassTargetSpec {
  /** The classes by name, or how many there are (their names are then "0", "1", …). */
  classes: ClassNames | ClassCount;
}

/**
 * The finer classes that make up a coarse one.
 * @minItems 1
 * @uniqueItems true
 */
export type ClassGroup = string[];

/** Coarse classes, each a group of classes of a finer target: its labels follow from the finer ones. */
export interface GroupTargetSpec {
  /** The finer target. */
  groups: string;
  /**
   * For each coarse class, its finer classes.
   * @minProperties 2
   */
  classes: { [name: string]: ClassGroup };
}

/**
 * Names of labels, in the order of their numbers in the data.
 * @minItems 1
 * @uniqueItems true
 */
export type LabelNames = string[];

/**
 * Labels of which a sample may have several, or none (multi-label): each is told by itself. `classes` exclude one another,
 * `labels` do not. Of a sample that has some, others may be unknown: these count nowhere, and a sample of which nothing is known
 * has no label for the head.
 */
export interface LabelTargetSpec {
  /** The labels by name, or how many there are (their names are then "0", "1", …). */
  labels: LabelNames | PositiveInteger;
}

/** Numbers to predict (regression). */
export interface ValueTargetSpec {
  /** Shape of one sample's values; `[]` for one number. */
  shape: PositiveInteger[];
}

export type TargetSpec = ClassTargetSpec | GroupTargetSpec | LabelTargetSpec | ValueTargetSpec;

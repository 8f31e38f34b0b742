import { EspalierError } from "../errors";
import { list, suggestion } from "../text/wording";
import { excerpt } from "./number";

/** What every reader of a format gives: one input and one label for each sample. `load` names them. */
export interface Labelled {
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** `samples * product(shape)` values. */
  readonly data: Float32Array;
  /** Class number of each sample; or `samples * labels` where it may have several: 1, 0, or -1 where that is not known. */
  readonly labels: Int32Array | Float32Array;
  /** What the loss of each sample is multiplied with; absent: 1. */
  readonly weights?: Float32Array;
  /** Names of the columns of a table. */
  readonly columns?: readonly string[];
  /** Names of the classes or labels; absent where neither the task nor the source knows them. */
  readonly classes?: readonly string[];
}

/**
 * The number of the class that `text` names, or that it is as a number.
 *
 * A name goes first: with the classes "3" and "5", the text "3" is class 0.
 *
 * @throws EspalierError where it is neither, with the class that may have been meant.
 */
export function classNumber(text: string, classes: readonly string[], where: () => string): number {
  const index = classes.indexOf(text);
  if (index >= 0) return index;
  if (/^-?\d+$/.test(text)) {
    const number = Number(text);
    if (number >= 0 && number < classes.length) return number;
    throw new EspalierError(`the label ${text.length > 20 ? excerpt(text) : text} is out of range`, {
      where: where(),
      hint: `the ${classes.length} classes are numbered 0 to ${classes.length - 1}: ${list(classes)}`,
    });
  }
  throw new EspalierError(`there is no class ${excerpt(text)}`, {
    where: where(),
    // What is like a text of any length takes as long to find.
    hint: suggestion(text.slice(0, 100), classes, "write one of the task's classes"),
  });
}

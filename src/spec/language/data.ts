/* The data of an experiment, by format. */
import type { Scale } from "./graph";
import type { Count, PositiveInteger, Share } from "./layers";

/** Images and labels in the IDX format (MNIST's), plain or gzip. `${NAME}` in a path is an environment variable. */
export interface IdxDataSpec {
  format: "idx";
  images: string;
  labels: string;
}

/** A folder with a folder of PNG or JPEG images for each class. */
export interface FolderDataSpec {
  format: "folder";
  path: string;
  /** Every image is brought to this `[height, width]`. Without it, all must have one size. */
  size?: [PositiveInteger, PositiveInteger];
  /**
   * 1 for grey, 3 for colour.
   * @default 3
   */
  channels?: 1 | 3;
}

/**
 * The columns that are labels, in order.
 * @minItems 1
 * @uniqueItems true
 */
export type LabelColumns = string[];

/** A table: CSV with a header line, or a JSON list of objects. */
export interface TableDataSpec {
  format: "table";
  path: string;
  /**
   * The columns that are the input, in order.
   * @minItems 1
   * @uniqueItems true
   */
  columns: string[];
  /**
   * The column that is the label: a class's name or number. Of labels of which a sample may have several: a column with their names
   * (`separator`, or lists in JSON), or a column for each, in a list: 1 where the sample has it, 0 where it has not, empty where
   * that is not known.
   */
  label: string | LabelColumns;
  /**
   * What stands between the names of a sample's labels, such as `;`. A sample with an empty cell has none of them.
   */
  separator?: string;
  /**
   * The column that holds the weight of each sample: its loss is multiplied with it, in training and in validation; means stay
   * over the number of samples, as in Keras. Metrics do not know it. Without it, 1.
   */
  weight?: string;
  /**
   * How the columns are brought to a common scale, with statistics of the training samples alone. Without it: `standard` where
   * the columns are very different, else `none`; the graphs say which. They are very different where the standard deviation of
   * one is more than 10 times that of another, or the mean of one is more than 10 of its standard deviations away
   * from 0 (columns that never change count for neither).
   */
  scale?: Scale;
}

/** Drawn images of animals: the species shows in the shape, the breed in texture and colour. */
export interface SyntheticDataSpec {
  format: "synthetic";
  /**
   * How many images.
   * @default 1200
   */
  samples?: PositiveInteger;
  /**
   * Height and width.
   * @default 24
   */
  size?: PositiveInteger;
  /**
   * 0: breeds differ clearly. 1: hardly at all.
   * @default 0.5
   * @minimum 0
   * @maximum 1
   */
  difficulty?: number;
  /**
   * 0: as many images of each class. Towards 1: each class has a smaller share than the one before.
   * @default 0
   */
  imbalance?: Share;
  /**
   * Where every random number of the drawing comes from.
   * @default 1
   */
  seed?: Count;
}

export type DataSpec = IdxDataSpec | FolderDataSpec | TableDataSpec | SyntheticDataSpec;

export type DataFormatName = DataSpec["format"];

/** What an experiment says of data in one format. */
export type DataSpecOf<F extends DataFormatName> = Extract<DataSpec, { format: F }>;

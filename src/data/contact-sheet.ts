import { PNG } from "pngjs";
import { EspalierError } from "../errors";
import { checkLimit } from "../limits";
import { checkOptionKinds, type OptionKinds } from "../options";
import { sizeOf } from "../shape";
import { requireDataset } from "./check-dataset";
import type { Dataset } from "./dataset";

export interface ContactSheetOptions {
  /** The input that is shown. Default: the only one, or "image". */
  readonly input?: string;
  /** Which samples, in order. Default: the first `columns * rows`. */
  readonly samples?: ArrayLike<number>;
  /** A target: one row of pictures for each of its classes instead. */
  readonly by?: string;
  /** Pictures in a row. Default 10. */
  readonly columns?: number;
  /** Rows of pictures where neither `samples` nor `by` says how many. Default 4. */
  readonly rows?: number;
  /** Each pixel becomes a square of this width. Default: such that a picture is about 64 pixels wide. */
  readonly scale?: number;
  /** Pixels between pictures. Default 2. */
  readonly gap?: number;
}

const KINDS: OptionKinds<ContactSheetOptions> = {
  input: "string",
  samples: "object",
  by: "string",
  columns: "number",
  rows: "number",
  scale: "number",
  gap: "number",
};

/**
 * Pictures of a dataset side by side, as the bytes of a PNG (for `display` in a notebook, or a file).
 *
 * The input must have the shape `[height, width, 1]` or `[height, width, 3]`, with values from 0 (dark) to 1; others are
 * cut to that range.
 *
 * @throws EspalierError where the input is no image, a sample has none, or there is no such target.
 */
export function contactSheet(dataset: Dataset, options: ContactSheetOptions = {}): Uint8Array {
  requireDataset(dataset, "contactSheet");
  checkOptionKinds("contactSheet", options, KINDS);
  const { columns = 10, rows = 4, gap = 2 } = options;
  const { column, name } = imageInput(dataset, options.input);
  const [height = 0, width = 0, channels = 0] = column.shape;
  const scale = options.scale ?? Math.max(1, Math.round(64 / width));
  const grid = options.by === undefined ? undefined : byClass(dataset, options.by, columns);
  const samples =
    grid ?? Array.from(options.samples ?? { length: Math.min(columns * rows, dataset.size) }, asSample);

  const lines = Math.ceil(samples.length / columns);
  const size = {
    width: Math.min(columns, samples.length) * (width * scale + gap) + gap,
    height: lines * (height * scale + gap) + gap,
  };
  const pixels = size.width * size.height;
  checkLimit("imagePixels", pixels, `a contact sheet of ${samples.length} samples has ${pixels} pixels`);
  const sheet = new PNG(size);
  sheet.data.fill(255);
  samples.forEach((sample, cell) => {
    if (sample === undefined) return;
    const row = column.rows ? (column.rows[sample] ?? -1) : sample;
    if (!Number.isInteger(sample) || sample < 0 || sample >= dataset.size || row < 0)
      throw new EspalierError(`sample ${sample} has no input "${name}"`);
    const start = row * sizeOf(column.shape);
    const left = gap + (cell % columns) * (width * scale + gap);
    const top = gap + Math.floor(cell / columns) * (height * scale + gap);
    for (let y = 0; y < height * scale; y++)
      for (let x = 0; x < width * scale; x++) {
        const from = start + (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
        const to = ((top + y) * sheet.width + left + x) * 4;
        for (let c = 0; c < 3; c++) {
          const value = column.data[from + (channels === 1 ? 0 : c)]!;
          sheet.data[to + c] = Math.round(255 * Math.min(Math.max(value, 0), 1));
        }
      }
  });
  return PNG.sync.write(sheet, { colorType: 2 });
}

function asSample(value: unknown, index: number): number {
  return typeof value === "number" ? value : index;
}

function imageInput(dataset: Dataset, wanted: string | undefined) {
  const names = Object.keys(dataset.inputs);
  const name = wanted ?? (names.length === 1 ? names[0]! : "image");
  const column = dataset.inputs[name];
  if (!column)
    throw new EspalierError(`the data has no input "${name}"`, { hint: `its inputs: ${names.join(", ")}` });
  const [, , channels] = column.shape;
  if (column.shape.length !== 3 || (channels !== 1 && channels !== 3))
    throw new EspalierError(`the input "${name}" of shape [${column.shape.join(", ")}] is no image`, {
      hint: "images are [height, width, 1] or [height, width, 3]",
    });
  return { column, name };
}

/** The first samples of each class, a row for each; `undefined` where a class has fewer. */
function byClass(dataset: Dataset, target: string, columns: number): (number | undefined)[] {
  const labels = dataset.labels[target];
  if (!(labels instanceof Int32Array))
    throw new EspalierError(`the data has no classes for "${target}"`, {
      hint: `its targets: ${Object.keys(dataset.labels).join(", ") || "none"}`,
    });
  const count =
    dataset.classes?.[target]?.length ?? labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  return Array.from({ length: count }, (_, label) => {
    const members = [...labels.keys()].filter((sample) => labels[sample] === label);
    return Array.from({ length: columns }, (__, i) => members[i]);
  }).flat();
}

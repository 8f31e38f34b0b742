import { EspalierError } from "../../errors";
import { list } from "../../text/wording";
import { requireKind } from "../../options";
import { readIdx, type IdxArray } from "../idx";
import type { Labelled } from "../labelled";
import type { DataFormat } from "./format";

/** Images and labels in the IDX format. */
export const idx: DataFormat<"idx"> = {
  load: ({ images, labels }, { classes, path }) =>
    loadIdx({ images: path("images", images), labels: path("labels", labels) }, classes),
};

/**
 * Images and labels from two IDX files. Labels of rank 2, `[samples, labels]` of 1, 0 and -1 (not known), are those of which a
 * sample may have several.
 *
 * Images of rank 3, `[samples, height, width]`, become `[height, width, 1]`; those of rank 4 keep their channels.
 * Unsigned bytes become float32 from 0 to 1; stored floats must be from 0 to 1 already.
 *
 * @param classes Names of the classes; without them any label from 0 is taken.
 * @throws EspalierError naming the file, and the byte or the sample, that is wrong.
 */
export async function loadIdx(
  files: { readonly images: string; readonly labels: string },
  classes?: readonly string[],
): Promise<Labelled> {
  requireKind(files, "object", "loadIdx", "{ images, labels }, the paths of two files");
  requireKind(files.images, "string", "loadIdx", "the path of a file of images");
  requireKind(files.labels, "string", "loadIdx", "the path of a file of labels");
  const images = await readIdx(files.images);
  const { shape, data } = asImages(images, files.images);
  const labels = await readIdx(files.labels);
  if (labels.shape.length === 2) {
    if (labels.shape[0] !== images.shape[0])
      throw new EspalierError(
        `there are labels of ${labels.shape[0]!} samples for ${images.shape[0]!} images`,
        { where: files.labels, hint: `take the labels that belong to ${files.images}` },
      );
    const several = severalLabels(labels, files.labels, classes);
    return { shape, data, labels: several, ...(classes && { classes }) };
  }
  if (labels.shape.length !== 1 || labels.data instanceof Float32Array || labels.data instanceof Float64Array)
    throw new EspalierError(
      `labels are a list of whole numbers, and this is an array of shape [${labels.shape.join(", ")}]`,
      { where: files.labels, hint: "check that images and labels are not swapped" },
    );
  if (labels.data.length !== images.shape[0]!)
    throw new EspalierError(`there are ${labels.data.length} labels for ${images.shape[0]!} images`, {
      where: files.labels,
      hint: `take the labels that belong to ${files.images}`,
    });
  const limit = classes?.length ?? Infinity;
  const wrong = labels.data.findIndex((label) => label < 0 || label >= limit);
  if (wrong >= 0)
    throw new EspalierError(`sample ${wrong} has the label ${labels.data[wrong]!}`, {
      where: files.labels,
      hint: classes
        ? `the ${classes.length} classes are numbered 0 to ${classes.length - 1}: ${list(classes)}`
        : "labels start at 0",
    });
  return { shape, data, labels: Int32Array.from(labels.data), ...(classes && { classes }) };
}

/** Labels of which a sample may have several: an array `[samples, labels]`. */
function severalLabels(
  { shape, data }: IdxArray,
  where: string,
  classes: readonly string[] | undefined,
): Float32Array {
  const width = shape[1]!;
  if (classes && classes.length !== width)
    throw new EspalierError(`there are ${width} labels for each sample, and ${classes.length} names`, {
      where,
      hint: "name each label",
    });
  const wrong = data.findIndex((label) => label !== 0 && label !== 1 && label !== -1);
  if (wrong >= 0)
    throw new EspalierError(
      `sample ${Math.floor(wrong / width)} has ${data[wrong]!} for label ${wrong % width}`,
      {
        where,
        hint: "write 1 where it has the label, 0 where it has not, and -1 where that is not known",
      },
    );
  return Float32Array.from(data);
}

function asImages({ shape, data }: IdxArray, where: string): Pick<Labelled, "shape" | "data"> {
  const [samples = 0, height = 0, width = 0, channels = 1] = shape;
  if (shape.length < 3 || shape.length > 4)
    throw new EspalierError(
      `images are an array of rank 3 or 4, and this has the shape [${shape.join(", ")}]`,
      { where, hint: "check that images and labels are not swapped" },
    );
  if (samples * height * width * channels === 0)
    throw new EspalierError(`there are no images in an array of shape [${shape.join(", ")}]`, { where });
  const row = [height, width, channels];
  if (data instanceof Uint8Array) {
    // A loop, because Float32Array.from with a function is many times as slow on millions of pixels.
    const pixels = new Float32Array(data.length);
    for (let i = 0; i < data.length; i++) pixels[i] = data[i]! / 255;
    return { shape: row, data: pixels };
  }
  if (!(data instanceof Float32Array || data instanceof Float64Array))
    throw new EspalierError(
      "images are stored as unsigned bytes or as floats, and these are signed integers",
      {
        where,
        hint: "convert them",
      },
    );
  const outside = data.findIndex((value) => !(value >= 0 && value <= 1));
  if (outside >= 0)
    throw new EspalierError(
      `sample ${Math.floor(outside / (height * width * channels))} has a pixel of ${data[outside]!}, and floats must be from 0 to 1`,
      { where, hint: "divide them by their largest value" },
    );
  return { shape: row, data: new Float32Array(data) };
}

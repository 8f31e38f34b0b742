import { readdir } from "node:fs/promises";
import path from "node:path";
import { EspalierError } from "../../errors";
import { list, suggestion } from "../../text/wording";
import { checkLimit } from "../../limits";
import { checkOptionKinds, requireKind } from "../../options";
import { decodeImage } from "../decode-image";
import type { Labelled } from "../labelled";
import type { DataFormat } from "./format";
import { readDataBytes } from "../read-data";
import { resize, type Raster } from "../resize";

export interface FolderOptions {
  /** Every image is brought to this height and width. Without it, all must have one size. */
  readonly size?: readonly [number, number];
  /** 1 for grey, 3 (the default) for colour. */
  readonly channels?: 1 | 3;
}

/** Left out in silence, they would be missing samples that nobody notices. */
const OTHER_IMAGES = /\.(gif|webp|bmp|tiff?|avif|heic|heif|jxl|jp2)$/i;
const IMAGES = /\.(png|jpe?g)$/i;
/** How many names a message lists before it only counts the rest. */
const LISTED = 5;

/** A folder with a folder of images for each class. */
export const folder: DataFormat<"folder"> = {
  load: ({ path: at, size, channels }, { classes, path: pathOf }) =>
    loadFolder(pathOf("path", at), { ...(size && { size }), ...(channels && { channels }) }, classes),
};

/**
 * The images of a folder that has a folder for each class, in the order of the classes and then of the file names.
 *
 * Folders that are no class of the task are left out, as are hidden files and files that are no images. Images that
 * belong to no class (beside the folders of the classes) or lie deeper than their class's folder are refused.
 *
 * @param classes The classes in the order of their numbers; without them, the names of the folders, sorted.
 * @throws EspalierError naming the folder or file that is wrong.
 */
export async function loadFolder(
  folder: string,
  options: FolderOptions = {},
  classes?: readonly string[],
): Promise<Labelled> {
  requireKind(folder, "string", "loadFolder", "the path of a folder");
  checkOptionKinds("loadFolder", options, { size: "object", channels: "number" });
  const { folders, images } = await entriesOf(folder);
  if (folders.length > 0 && images.length > 0)
    throw new EspalierError(
      `beside the folders of the classes there ${images.length === 1 ? "is an image" : "are images"} of no class: ${shorten(images)}`,
      { where: folder, hint: "move each into the folder of its class, or out of this folder" },
    );
  const names = classes ?? folders;
  if (names.length === 0)
    throw new EspalierError("there is no folder of images in it", {
      where: folder,
      hint: "make one for each class, named as the class",
    });
  const missing = names.find((name) => !folders.includes(name));
  if (missing !== undefined)
    throw new EspalierError(`there is no folder for the class "${missing}"`, {
      where: folder,
      hint: suggestion(missing, folders, "name each folder as its class"),
    });
  const files: { file: string; label: number }[] = [];
  for (const [label, name] of names.entries())
    for (const file of await imagesIn(path.join(folder, name))) files.push({ file, label });
  return { ...(await readImages(files, options)), classes: names };
}

/** The folders and the images in a folder, hidden ones left out, sorted. Links to folders count as folders. */
async function entriesOf(folder: string): Promise<{ folders: string[]; images: string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new EspalierError(missing ? "there is no such folder" : "this folder cannot be read", {
      where: folder,
      hint: "check the path",
      cause: error,
    });
  });
  const seen = entries.filter(({ name }) => !name.startsWith("."));
  const isImage = (name: string): boolean => IMAGES.test(name) || OTHER_IMAGES.test(name);
  const named = (of: typeof seen): string[] => of.map(({ name }) => name).sort();
  return {
    folders: named(
      seen.filter((entry) => entry.isDirectory() || (entry.isSymbolicLink() && !isImage(entry.name))),
    ),
    images: named(seen.filter((entry) => !entry.isDirectory() && isImage(entry.name))),
  };
}

const shorten = (names: readonly string[]): string =>
  list(names.length <= LISTED ? names : [...names.slice(0, LISTED), `${names.length - LISTED} more`]);

/** Images below the folders of a class's folder: a split in two, or copies of another size, that nobody would miss. */
async function refuseDeeperImages(folder: string, below: readonly string[]): Promise<void> {
  const waiting = below.map((name) => path.join(folder, name));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch(() => []);
    const images = entries.filter(
      ({ name }) => !name.startsWith(".") && (IMAGES.test(name) || OTHER_IMAGES.test(name)),
    );
    if (images.length > 0)
      throw new EspalierError(
        `the images in this folder are in none of a class itself, and would be left out: ${shorten(images.map(({ name }) => name).sort())}`,
        { where: next, hint: `move them up into ${folder}, or this folder out of it` },
      );
    // Links are not followed any further: they may lead in a circle.
    for (const entry of entries)
      if (entry.isDirectory() && !entry.name.startsWith(".")) waiting.push(path.join(next, entry.name));
  }
}

async function imagesIn(folder: string): Promise<string[]> {
  const { folders, images: names } = await entriesOf(folder);
  await refuseDeeperImages(folder, folders);
  const other = names.find((name) => OTHER_IMAGES.test(name));
  if (other !== undefined)
    throw new EspalierError("images are read from PNG and JPEG files only", {
      where: path.join(folder, other),
      hint: "convert it, or take it out of the folder",
    });
  const images = names.filter((name) => IMAGES.test(name));
  if (images.length === 0)
    throw new EspalierError("there is no PNG or JPEG image in this class's folder", {
      where: folder,
      hint: "put images there, or take the class out of the task",
    });
  return images.map((name) => path.join(folder, name));
}

/** One image after the other, so that only one is held decoded in its full size. */
async function readImages(
  files: readonly { file: string; label: number }[],
  { size, channels = 3 }: FolderOptions,
): Promise<Labelled> {
  let shape: [number, number] | undefined = size && [...size];
  if (size) checkSizes(files.length, size, channels);
  let data = new Float32Array(0);
  for (const [i, { file }] of files.entries()) {
    const decoded = decodeImage(await readDataBytes(file), channels, file);
    const image: Raster = size ? resize(decoded, size[0], size[1]) : decoded;
    shape ??= [image.height, image.width];
    if (image.height !== shape[0] || image.width !== shape[1])
      throw new EspalierError(
        `the image is ${image.height} x ${image.width}, and ${files[0]!.file} is ${shape.join(" x ")}`,
        { where: file, hint: `give the data a "size" [height, width], to which all images are brought` },
      );
    if (i === 0) {
      checkSizes(files.length, shape, channels);
      data = new Float32Array(files.length * image.data.length);
    }
    data.set(image.data, i * image.data.length);
  }
  const labels = Int32Array.from(files, ({ label }) => label);
  return { shape: [...shape!, channels], data, labels };
}

function checkSizes(images: number, [height, width]: readonly [number, number], channels: number): void {
  checkLimit("imagePixels", height * width, `an image of ${height} x ${width} has ${height * width} pixels`);
  const bytes = 4 * images * height * width * channels;
  checkLimit(
    "memoryBytes",
    bytes,
    `${images} images of ${height} x ${width} x ${channels} take ${bytes} bytes`,
  );
}

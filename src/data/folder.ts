import { readdir } from "node:fs/promises";
import path from "node:path";
import { EspalierError } from "../errors";
import { readBytes } from "../files";
import { suggestion } from "../graph/wording";
import { decodeImage } from "./decode-image";
import type { Labelled } from "./labelled";
import { resize, type Raster } from "./resize";

export interface FolderOptions {
  /** Every image is brought to this height and width. Without it, all must have one size. */
  readonly size?: readonly [number, number];
  /** 1 for grey, 3 (the default) for colour. */
  readonly channels?: 1 | 3;
}

/** Left out in silence, they would be missing samples that nobody notices. */
const OTHER_IMAGES = /\.(gif|webp|bmp|tiff?|avif|heic|heif|jxl|jp2)$/i;
const IMAGES = /\.(png|jpe?g)$/i;

/**
 * The images of a folder that has a folder for each class, in the order of the classes and then of the file names.
 *
 * Folders that are no class of the task are left out, as are hidden files and files that are no images.
 *
 * @param classes The classes in the order of their numbers; without them, the names of the folders, sorted.
 * @throws EspalierError naming the folder or file that is wrong.
 */
export async function loadFolder(
  folder: string,
  options: FolderOptions = {},
  classes?: readonly string[],
): Promise<Labelled> {
  const folders = await foldersIn(folder);
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

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new EspalierError(missing ? "there is no such folder" : "this folder cannot be read", {
      where: folder,
      hint: "check the path",
      cause: error,
    });
  });
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}

async function imagesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith(".")).sort();
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
  let data = new Float32Array(0);
  for (const [i, { file }] of files.entries()) {
    const decoded = decodeImage(await readBytes(file), channels, file);
    const image: Raster = size ? resize(decoded, size[0], size[1]) : decoded;
    shape ??= [image.height, image.width];
    if (image.height !== shape[0] || image.width !== shape[1])
      throw new EspalierError(
        `the image is ${image.height} x ${image.width}, and ${files[0]!.file} is ${shape.join(" x ")}`,
        { where: file, hint: `give the data a "size" [height, width], to which all images are brought` },
      );
    if (i === 0) data = new Float32Array(files.length * image.data.length);
    data.set(image.data, i * image.data.length);
  }
  const labels = Int32Array.from(files, ({ label }) => label);
  return { shape: [...shape!, channels], data, labels };
}

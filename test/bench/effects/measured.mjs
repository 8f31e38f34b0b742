/* What these measurements read: real images, and the runs that a file holds already. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fromArrays, loadIdx } from "../../../dist/data/index.js";

/** The folder of the test data with this name; without it the measurement ends here, and says why. */
export function dataFolder(name) {
  const data = process.env.ESPALIER_TEST_DATA ?? path.resolve(import.meta.dirname, "../../../../shared/data");
  const folder = path.join(data, name);
  if (existsSync(folder)) return folder;
  console.error(`there is no ${name} here; name the folder that holds it in ESPALIER_TEST_DATA`);
  return process.exit(2);
}

/** Images and their labels as samples. */
export async function realImages(folder, target) {
  const { shape, data, labels } = await loadIdx({
    images: path.join(folder, "images-idx3-ubyte.gz"),
    labels: path.join(folder, "labels-idx1-ubyte.gz"),
  });
  return fromArrays({ inputs: { image: { shape, data } }, labels: { [target]: labels } });
}

/** The runs of a file, to be gone on from; none where there is no file. */
export const runsOf = (file) => (file && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).runs : []);

import { existsSync } from "node:fs";
import path from "node:path";

const folders = [process.env["ESPALIER_TEST_DATA"], path.resolve(__dirname, "../../../shared/data")];

/**
 * The folder of a small real data set (`fashion-900`, `mnist-10k`: images and labels in IDX), or `undefined`: in
 * `ESPALIER_TEST_DATA`, or in `shared/data` beside the repository. Tests that need it are skipped, visibly, where it is absent:
 * `test.skipIf(!folder)("… (needs ESPALIER_TEST_DATA/fashion-900)", …)`.
 */
export function realData(name: "fashion-900" | "mnist-10k"): string | undefined {
  return folders
    .map((folder) => folder && path.join(folder, name))
    .find((folder) => folder && existsSync(folder));
}

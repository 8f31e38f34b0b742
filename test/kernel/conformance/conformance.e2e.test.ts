/*
 * Runs the Python tests beside this file, with Jupyter's own client, against our kernel; each of them is a test here.
 *
 *   pytest test/kernel/conformance                                   the same by hand
 *   CONFORMANCE_KERNEL=ipykernel pytest test/kernel/conformance      against the reference (also: tslab)
 */
import { afterAll, beforeAll, describe, it } from "vitest";
import { pythonWith } from "../../e2e/python";
import { PythonTests, collectPythonTests } from "./python-tests";

const python = pythonWith("jupyter_kernel_test", "pytest_timeout", "nbconvert", "papermill");

describe.skipIf(!python)(
  "the kernel with Jupyter's client (needs Python with test/kernel/conformance/requirements.txt)",
  async () => {
    if (!python) {
      it("is left out", () => undefined);
      return;
    }
    const files = await collectPythonTests(python, __dirname);
    const tests = new PythonTests(python, __dirname);
    beforeAll(() => {
      tests.start();
    });
    afterAll(() => tests.stop());
    for (const [file, names] of files) {
      describe(file, () => {
        for (const name of names) {
          it(name, async (context) => {
            const result = await tests.result(`${file}::${name}`);
            if (result.skipped !== undefined) context.skip(result.skipped);
            if (result.failure !== undefined) throw new Error(result.failure);
          });
        }
      });
    }
  },
);

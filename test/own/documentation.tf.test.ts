/* The example of docs/own-kinds.md runs and is right, and what the page says of its mistakes is so. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import ts from "typescript";
import { expect, it } from "vitest";
import * as espalier from "../../src";

const page = readFileSync(join(__dirname, "../../docs/own-kinds.md"), "utf8");
const [, code = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(page) ?? [];

interface Outcome {
  readonly gradients: espalier.GradientTable;
  readonly promises: espalier.CheckTable;
}

/** Runs the example, perhaps with a change. */
async function run(change: (code: string) => string = (text) => text): Promise<Outcome> {
  const body = change(code).replace(/^import .*\n/gm, "");
  const { outputText } = ts.transpileModule(
    `export default async (tf, { defineLayer, gradcheck, checkNode }) => { ${body} return { gradients, promises }; };`,
    { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } },
  );
  const module = { exports: {} as { default: (...given: unknown[]) => Promise<Outcome> } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is the page's own text
  (new Function("module", "exports", outputText) as (...given: unknown[]) => void)(module, module.exports);
  return module.exports.default(tf, espalier);
}

it("runs, and keeps all that it promises", async () => {
  const { gradients, promises } = await run();
  expect(gradients.agrees, String(gradients)).toBe(true);
  expect(gradients.rows.map(({ of }) => of)).toEqual(["input 0", "weight theta"]);
  expect(promises.kept, String(promises)).toBe(true);
});

it.each([
  ["bend", "tf.add(s, bend)", "s", "input 0"],
  ["the gradient of theta", /weights: \{ theta: tf.neg\(.*\) \},/, "", "weight theta"],
])("without %s the gradient is wrong", async (_, from, to, wrong) => {
  const { gradients } = await run((text) => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    return changed;
  });
  expect(gradients.rows.flatMap(({ of, agrees }) => (agrees ? [] : of))).toEqual([wrong]);
});

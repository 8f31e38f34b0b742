/* The examples of docs/own-kinds.md run and are right, and what the page says of mistakes is so. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import ts from "typescript";
import { expect, it } from "vitest";
import * as espalier from "../../src";

const page = readFileSync(join(__dirname, "../../docs/own-kinds.md"), "utf8");
const [code = "", others = ""] = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text]) => text);

interface Outcome {
  readonly gradients: espalier.GradientTable;
  readonly promises: espalier.CheckTable;
}

/** Runs an example, as a function that gives back some of its names. */
function run<Names>(text: string, names: string): Promise<Names> {
  const body = text.replace(/^import .*\n/gm, "");
  const { outputText } = ts.transpileModule(
    `export default async (tf, { ${Object.keys(espalier).join(", ")} }) => { ${body} return { ${names} }; };`,
    { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } },
  );
  const module = { exports: {} as { default: (...given: unknown[]) => Promise<Names> } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is the page's own text
  (new Function("module", "exports", outputText) as (...given: unknown[]) => void)(module, module.exports);
  return module.exports.default(tf, espalier);
}

const runLayer = (text = code): Promise<Outcome> => run(text, "gradients, promises");

it("runs, and keeps all that it promises", async () => {
  const { gradients, promises } = await runLayer();
  expect(gradients.agrees, String(gradients)).toBe(true);
  expect(gradients.rows.map(({ of }) => of)).toEqual(["input 0", "weight theta"]);
  expect(promises.kept, String(promises)).toBe(true);
});

it.each([
  ["bend", "tf.add(s, bend)", "s", "input 0"],
  ["the gradient of theta", /weights: \{ theta: tf.neg\(.*\) \},/, "", "weight theta"],
])("without %s the gradient is wrong", async (_, from, to, wrong) => {
  const changed = code.replace(from, to);
  expect(changed).not.toBe(code);
  const { gradients } = await runLayer(changed);
  expect(gradients.rows.flatMap(({ of, agrees }) => (agrees ? [] : of))).toEqual([wrong]);
});

it("kinds of all other sorts run too, and keep what they promise", async () => {
  const { kept } = await run<{ kept: readonly espalier.CheckTable[] }>(others, "kept");
  expect(kept.map(({ kept: sound }) => sound)).toEqual([true, true, true, true, true]);
});

/* Models as Keras 3 saves them, with what they predict: each is loaded into a network that predicts the same. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { fromArrays } from "../../src/data";
import { build } from "../../src/model";
import { temporaryFolder } from "../data/temporary";
import type { KerasArray } from "../fixtures/keras-layers";
import fixture from "../fixtures/keras-saved.json";

interface Case {
  readonly name: string;
  readonly topology: object;
  readonly weights: readonly ({ readonly name: string } & KerasArray)[];
  readonly x: KerasArray;
  readonly y: KerasArray;
}

const cases = fixture as readonly Case[];
const { put, at } = temporaryFolder();

beforeAll(async () => {
  await useBackend();
});

/** A model as its files, in a folder of its own. */
function save({ topology, weights }: Case, folder: string, change = (text: string) => text): void {
  const specs = weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" }));
  const weightsManifest = [{ paths: ["weights.bin"], weights: specs }];
  put(
    `${folder}/model.json`,
    change(JSON.stringify({ modelTopology: { model_config: topology }, weightsManifest })),
  );
  const values = Float32Array.from(weights.flatMap((weight) => weight.values));
  put(`${folder}/weights.bin`, new Uint8Array(values.buffer));
}

const network = (x: KerasArray, y: KerasArray, isWhole: boolean): string =>
  JSON.stringify({
    inputs: { x: { shape: x.shape.slice(1), dtype: isWhole ? "int32" : "float32" } },
    targets: { y: { shape: y.shape.slice(1) } },
    nodes: {
      y: {
        layers: [
          { type: "load", model: "model.json" },
          { type: "head", target: "y", project: false },
        ],
      },
    },
  });

describe("predicts what Keras does", () => {
  it.each(cases.map((one) => [one.name, one] as const))("%s", async (name, one) => {
    const { x, y } = one;
    const isWhole = name.startsWith("ids");
    save(one, name);
    put(`${name}/net.graph.json`, network(x, y, isWhole));
    const model = await build(at(name, "net.graph.json"));
    const data = isWhole ? Int32Array.from(x.values) : Float32Array.from(x.values);
    const { values } = model.predict(fromArrays({ inputs: { x: { shape: x.shape.slice(1), data } } })).heads[
      "y"
    ]!;
    expect(values.length).toBe(y.values.length);
    y.values.forEach((value, i) => expect(Math.abs(values[i]! - value), `${i}`).toBeLessThan(1e-4));
    model.dispose();
  });
});

describe("refuses, by the layer's name,", () => {
  const refused: [string, string, string, string, RegExp][] = [
    ["a gate of the attention", "attention", '"use_gate":false', '"use_gate":true', /layer "multi_head_attention".*use_gate = true/], // prettier-ignore
    ["attention over other axes", "attention", '"attention_axes":[1]', '"attention_axes":[2]', /attention_axes = \[2\]/], // prettier-ignore
    ["a call with something else", "attention", '"use_causal_mask":true', '"return_attention_scores":true', /"multi_head_attention" is called with return_attention_scores = true/], // prettier-ignore
    ["a layer over another than the one before", "attention", '"keras_history":["multi_head_attention",0,0]', '"keras_history":["dense",0,0]', /layer "layer_normalization": it takes in dense, and not just the layer before it/], // prettier-ignore
    [
      "pooling that keeps the axes",
      "conv1d and its pooling",
      '"keepdims":false',
      '"keepdims":true',
      /keepdims = true/,
    ],
    ["statistics for other axes", "statistics that were adapted", '"axis":[-1]', '"axis":[1]', /layer "normalization".*axis = \[1\]/], // prettier-ignore
    ["another layer that reads backward", "masking", '"name":"backward_gru"', '"name":"backward_gru","rate":1', /backward_layer is another layer/], // prettier-ignore
    ["a rectifier of its own", "images", '"negative_slope":0.0', '"negative_slope":0.1', /layer "re_lu".*negative_slope = 0.1/], // prettier-ignore
    ["a flip that it does not know", "what only training changes", '"mode":"horizontal"', '"mode":"constructor"', /mode = "constructor"/], // prettier-ignore
    ["a layer that there is none of", "images", '"class_name":"ELU"', '"class_name":"PReLU"', /layer "elu".*Espalier has no layer PReLU/], // prettier-ignore
  ];
  it.each(refused)("%s", async (what, name, from, to, message) => {
    const one = cases.find((each) => each.name === name)!;
    // As the fixture writes whole numbers, and as JSON in JavaScript does.
    const plain = from.replace(/:(-?\d+)\.0$/, ":$1");
    save(one, what, (text) => {
      expect(text).toContain(plain);
      return text.replace(plain, to);
    });
    put(`${what}/net.graph.json`, network(one.x, one.y, false));
    await expect(build(at(what, "net.graph.json"))).rejects.toThrow(message);
  });
});

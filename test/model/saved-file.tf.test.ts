/* What a saved model's file promises: what was saved, or a refusal. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { EspalierError } from "../../src/errors";
import { decodeTensors, encodeSealed, encodeTensors, type StoredTensor } from "../../src/files";
import { setLimits } from "../../src/limits";
import { build, Model, openModel, saveModel, understandGraph } from "../../src/model";
import type { GraphSpec } from "../../src/spec";
import { cascadeSpec } from "../specs";

const VERSION_1 = join(__dirname, "../fixtures/version-1");
const KERAS = join(__dirname, "../fixtures/keras-model");

let folder = "";
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-saved-file-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A saved model taken apart, changed and sealed again, as somebody would who means harm or knows no better. */
function changed(
  change: (tensors: Map<string, StoredTensor>, metadata: Record<string, string>) => void,
  source = "model.safetensors",
): string {
  const { tensors, metadata } = decodeTensors(readFileSync(at(source)), source);
  Reflect.deleteProperty(metadata, "sha256");
  change(tensors, metadata);
  writeFileSync(at("changed.safetensors"), encodeSealed(tensors, metadata));
  return at("changed.safetensors");
}

const spec: GraphSpec = {
  ...cascadeSpec(),
  description: "as its author wrote it: shorthand stays shorthand",
  modules: { eye: ["flatten", { type: "dense", units: 5 }] },
  nodes: { ...cascadeSpec().nodes, group: { layers: ["eye", { type: "head", target: "group" }] } },
  view: { group: [3, 4] },
};

describe("a saved model", () => {
  beforeAll(async () => {
    const model = await build(spec, { seed: 2 });
    await saveModel(model, at("model.safetensors"));
    model.dispose();
  });

  it("holds the spec that its author wrote, and is opened through it", () => {
    const { metadata } = decodeTensors(readFileSync(at("model.safetensors")), "file");
    expect(metadata["format"]).toBe("espalier-model-2");
    expect(JSON.parse(metadata["graph"]!)).toEqual(spec);
    const opened = openModel(at("model.safetensors"));
    expect(opened.graph.variables.has("group/eye/dense/kernel")).toBe(true);
    opened.dispose();
  });

  it("is saved again as it was, after it was opened", async () => {
    const opened = openModel(at("model.safetensors"));
    await saveModel(opened, at("again.safetensors"));
    expect(readFileSync(at("again.safetensors"))).toEqual(readFileSync(at("model.safetensors")));
    opened.dispose();
  });

  it("is no model with a tensor missing, and none with one more", () => {
    const first = (tensors: Map<string, StoredTensor>): string => [...tensors.keys()][0]!;
    const lacking = changed((tensors) => tensors.delete(first(tensors)));
    expect(() => openModel(lacking)).toThrow(
      /it lacks the tensor group\/eye\/dense\/kernel; the file is damaged/,
    );
    expect(() => openModel(changed((tensors) => tensors.clear()))).toThrow(/it lacks the tensor/);
    const more = changed((tensors) => tensors.set("more", { shape: [1], data: Float32Array.of(1) }));
    expect(() => openModel(more)).toThrow(/the network has no tensor more/);
    const whole = changed((tensors) => {
      const { shape, data } = tensors.get(first(tensors))!;
      tensors.set(first(tensors), { shape, data: Int32Array.from(data) });
    });
    expect(() => openModel(whole)).toThrow(/holds whole numbers/);
  });

  it("is refused by the sizes of its tensors before memory is taken", () => {
    const huge = changed((_, metadata) => {
      metadata["graph"] = metadata["graph"]!.replace('"units":8', '"units":30000000');
    });
    expect(() => openModel(huge)).toThrow(/its tensor animal\/insect\/dense\/kernel has the shape \[4, 8\]/);
  });

  it("is refused above the limit of bytes, before it is read", () => {
    setLimits({ modelBytes: 100 });
    try {
      expect(() => openModel(at("model.safetensors"))).toThrow(/above the limit of 100; .*modelBytes/);
    } finally {
      setLimits({ modelBytes: undefined });
    }
  });

  it("does not open where its spec has a problem, and says where in the file", () => {
    const broken = changed((_, metadata) => {
      metadata["graph"] = metadata["graph"]!.replace('"units":5', '"units":-5');
    });
    expect(() => openModel(broken)).toThrow(/changed\.safetensors \/modules\/eye\/1\/units: .*at least 1/);
  });

  it.each(["format", "name", "seed", "graph", "stacks"])("is refused without its %s", (key) => {
    const lacking = changed((_, metadata) => Reflect.deleteProperty(metadata, key));
    expect(() => openModel(lacking)).toThrow(EspalierError);
  });

  it("is refused with one bit of a weight turned", () => {
    const bytes = readFileSync(at("model.safetensors"));
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(at("turned.safetensors"), bytes);
    expect(() => openModel(at("turned.safetensors"))).toThrow(/its content does not have its checksum/);
  });

  it("is refused without its checksum, also under the name of version 1", () => {
    const { tensors, metadata } = decodeTensors(readFileSync(at("model.safetensors")), "file");
    Reflect.deleteProperty(metadata, "sha256");
    for (const format of ["espalier-model-2", "espalier-model-1", "espalier-model-3"]) {
      writeFileSync(at("bare.safetensors"), encodeTensors(tensors, { ...metadata, format }));
      expect(() => openModel(at("bare.safetensors"))).toThrow(EspalierError);
    }
  });

  it("has finite weights: others are neither saved nor opened", async () => {
    const wrong = changed((tensors) => {
      [...tensors.values()][0]!.data[0] = Number.NaN;
    });
    expect(() => openModel(wrong)).toThrow(/the weight group\/eye\/dense\/kernel is NaN at place 0/);
    const model = await build(spec);
    const [path, { shape, data }] = [...model.hostWeights()][0]!;
    model.setHostWeights(new Map([[path, { shape, data: data.fill(Infinity) }]]));
    await expect(saveModel(model, at("never.safetensors"))).rejects.toThrow(/is Infinity at place 0/);
    expect(() => readFileSync(at("never.safetensors"))).toThrow(/ENOENT/);
    model.dispose();
  });

  it("refuses keys that stand twice, and names of prototypes", () => {
    const text = (metadata: Record<string, string>): string => metadata["stacks"]!;
    for (const stacks of ['{"a":{},"a":{}}', '{"__proto__":{}}', '{"constructor":1}', "[]", "null", "{"]) {
      const broken = changed((_, metadata) => {
        expect(text(metadata)).toBe("{}");
        metadata["stacks"] = stacks;
      });
      expect(() => openModel(broken), stacks).toThrow(EspalierError);
    }
  });
});

describe("a model with a loaded one inside", () => {
  it("opens without the file that was loaded; what stands for it is checked", async () => {
    const { graph, loader } = understandGraph(
      {
        inputs: { image: { shape: [8, 8, 2] } },
        targets: { kind: { classes: 3 } },
        nodes: {
          kind: {
            layers: [
              { type: "load", model: "model.json", dropLast: 1 },
              { type: "head", target: "kind" },
            ],
          },
        },
      },
      KERAS,
    );
    const model = Model.build(graph, { loaded: loader.weights(graph.loaded), stacks: loader.stacks() });
    await saveModel(model, at("model-with-load.safetensors"));
    openModel(at("model-with-load.safetensors")).dispose();
    for (const [from, to] of [
      ['"units":6', '"units":"six"'],
      ['"type":"dense"', '"type":"constructor"'],
      ['"model.json"', '"other.json"'],
      ['"activation":"tanh"', '"activation":"toString"'],
    ] as const) {
      const broken = changed((_, metadata) => {
        expect(metadata["stacks"]).toContain(from);
        metadata["stacks"] = metadata["stacks"]!.replace(from, to);
      }, "model-with-load.safetensors");
      expect(() => openModel(broken), to).toThrow(EspalierError);
    }
    model.dispose();
  });
});

/** What the fixtures' maker fed its models with. */
const wave = (n: number, i: number): number => Math.fround(Math.sin(1 + 2.3 * n + 1.7 * i));

describe("files of version 1", () => {
  const expected = JSON.parse(readFileSync(join(VERSION_1, "expected.json"), "utf8")) as {
    cascade: number[];
    loaded: number[];
  };

  it("open and answer as they did", () => {
    const model = openModel(join(VERSION_1, "cascade.safetensors"));
    const features = Float32Array.from({ length: 80 }, (_, k) => wave(Math.floor(k / 4) % 5, k % 4));
    const data = { size: 20, inputs: { features: { shape: [4], data: features } }, labels: {}, tags: {} };
    const { probabilities } = model.predict(data).answers["animal"]!;
    expect(probabilities).toHaveLength(expected.cascade.length);
    expected.cascade.forEach((value, i) => expect(probabilities[i]).toBeCloseTo(value, 6));
    expect(model.graph.phases[0]!.earlyStopping?.patience).toBe(2);
    model.dispose();
  });

  it("open with a loaded model inside", () => {
    const model = openModel(join(VERSION_1, "loaded.safetensors"));
    const pixels = Float32Array.from({ length: 256 }, (_, i) => wave(i, 1));
    const data = { size: 2, inputs: { image: { shape: [8, 8, 2], data: pixels } }, labels: {}, tags: {} };
    const { values } = model.predict(data).heads["kind"]!;
    expected.loaded.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
    model.dispose();
  });

  it("become files of today when they are saved again", async () => {
    const model = openModel(join(VERSION_1, "cascade.safetensors"));
    await saveModel(model, at("new.safetensors"));
    const again = openModel(at("new.safetensors"));
    expect([...again.hostWeights()]).toEqual([...model.hostWeights()]);
    expect(again.graph.phases).toEqual(model.graph.phases);
    model.dispose();
    again.dispose();
  });

  it("must have their tensors, and nothing that version 1 did not write", () => {
    copyFileSync(join(VERSION_1, "cascade.safetensors"), at("one.safetensors"));
    const { tensors, metadata } = decodeTensors(readFileSync(at("one.safetensors")), "one");
    const write = (change: Record<string, string>, without?: string): string => {
      const kept = new Map([...tensors].filter(([name]) => name !== without));
      writeFileSync(at("one.safetensors"), encodeTensors(kept, { ...metadata, ...change }));
      return at("one.safetensors");
    };
    openModel(write({})).dispose();
    expect(() => openModel(write({}, [...tensors.keys()][0]))).toThrow(/it lacks the tensor/);
    expect(() => openModel(write({ more: "1" }))).toThrow(/its metadata are not those/);
    for (const [from, to] of [
      ['"units":4', '"units":"4"'],
      ['"kind":"stack"', '"kind":"constructor"'],
      ['"items":[', '"items":7,"other":['],
      ['"phases":[', '"phases":[null,'],
    ] as const) {
      expect(metadata["graph"]).toContain(from);
      const graph = metadata["graph"]!.replace(from, to);
      expect(() => openModel(write({ graph })), to).toThrow(EspalierError);
    }
  });
});

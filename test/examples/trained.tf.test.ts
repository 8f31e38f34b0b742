/*
 * Every network of `examples` is trained on samples drawn for it, and says of others what its row states; the same network with
 * the mistake that it is an answer to does not.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data";
import { build, type Model } from "../../src/model";
import { parseGraph, type GraphSpec, type TrainingOptions } from "../../src/spec";
import { train } from "../../src/train";
import * as draw from "./data";

beforeAll(async () => {
  await useBackend();
});

interface Classes {
  /** The accuracy that it has at least. */
  readonly reaches: { readonly accuracy: number };
  readonly mistake?: undefined;
}

interface Values {
  /** The error that it has at most, as a share of the labels' variance: 1 for who answers their mean. */
  readonly reaches: { readonly error: number };
  /** A text of the file, and what in its place is a mistake: with that, the error is at least four times as large. */
  readonly mistake?: readonly [string, string];
}

type Example = (Classes | Values) & {
  readonly data: draw.Draw;
  /** Samples that train; as many others test. */
  readonly size: number;
  /** What is trained otherwise than the file says, to be quick. */
  readonly training?: TrainingOptions;
  /** The head or the route that is looked at. */
  readonly of: string;
};

const types = { data: draw.types, size: 500, of: "score" } as const;
const pets = { data: draw.pets(), size: 300, of: "breed" } as const;

const EXAMPLES: Readonly<Record<string, Example>> = {
  "alternating-branches": { ...types, reaches: { error: 0.1 } },
  "branches-by-type": { ...types, reaches: { error: 0.1 } },
  cascade: { ...pets, reaches: { accuracy: 0.5 } },
  "coarse-to-fine": { data: draw.garments, size: 60, training: { epochs: 14 }, of: "item", reaches: { accuracy: 0.8 } },
  "conditional-sum": { data: draw.totals, size: 200, of: "total", reaches: { error: 0.02 }, mistake: ['"otherwise": "keep"', '"otherwise": "reset"'] },
  "early-exit": { data: draw.digits, size: 100, training: { epochs: 8 }, of: "digit", reaches: { accuracy: 0.8 } },
  "gather-columns": { data: draw.columns, size: 200, of: "value", reaches: { error: 0.01 }, mistake: ["[4, 1, 4]", "[0, 1, 0]"] },
  "gather-per-row": { data: draw.namedColumn, size: 200, of: "value", reaches: { error: 0.01 }, mistake: ['"from": ["row", "which"]', '"from": "row", "indices": [0]'] },
  "inactive-share": { ...types, reaches: { error: 0.1 } },
  "learnt-threshold": { data: draw.levels, size: 200, of: "level", reaches: { error: 0.15 }, mistake: ['"learn": true', '"learn": false'] },
  "masked-gate": { ...pets, reaches: { accuracy: 0.65 } },
  "predict-then-select": { ...pets, reaches: { accuracy: 0.65 } },
  "shared-base": { ...pets, data: draw.pets(0.3), reaches: { accuracy: 0.45 } },
  "static-gate": { data: draw.stations, size: 200, of: "sum", reaches: { error: 0.01 }, mistake: ['{ "mask": "working" }', '{ "constant": [1, 1, 1] }'] },
  "thresholded-average": { data: draw.levels, size: 200, of: "level", reaches: { error: 0.01 }, mistake: ['{ "type": "thresholdedAverage", "axis": 1, "threshold": 0.5 }', '"globalAveragePooling1d"'] },
  "unsure-gate": { ...pets, reaches: { accuracy: 0.65 } },
}; // prettier-ignore

const folder = join(__dirname, "../../examples");
const textOf = (name: string): string => readFileSync(join(folder, `${name}.graph.json`), "utf8");

function specOf(text: string): GraphSpec {
  const { spec, problems } = parseGraph(text);
  if (!spec) throw new Error(JSON.stringify(problems));
  return spec;
}

/** The share of the samples whose answer is their label. */
function accuracy(model: Model, name: string, data: Dataset): number {
  const answer = model.predict(data).answers[name]!;
  const correct = Array.from(answer.labels).filter((label, i) => label === data.labels[answer.target]![i]);
  return correct.length / data.size;
}

/** The mean squared error, as a share of the variance of the labels. */
function error(model: Model, name: string, data: Dataset): number {
  const labels = Object.values(data.labels).flatMap((column) => [...column]);
  const { values } = model.predict(data).heads[name]!;
  const mean = labels.reduce((sum, label) => sum + label, 0) / data.size;
  const squares = (of: (i: number) => number) =>
    labels.reduce((sum, label, i) => sum + (label - of(i)) ** 2, 0);
  return squares((i) => values[i]!) / squares(() => mean);
}

/** Builds and trains what a text says; how well it does on other samples, and its weights. */
async function trained(text: string, { data, size, training, of, reaches }: Example) {
  const spec = specOf(text);
  const model = await build(spec, { seed: 1 });
  await train(model, data(size, 1, spec), { interruptible: false, ...(training && { training }) });
  const others = data(size, 2, spec);
  const result = "accuracy" in reaches ? accuracy(model, of, others) : error(model, of, others);
  model.dispose();
  return result;
}

const all = Object.entries(EXAMPLES);

describe("is learnt as well as its row states", () => {
  it.each(all)("%s", async (name, example) => {
    const { reaches } = example;
    const result = await trained(textOf(name), example);
    if ("accuracy" in reaches) expect(result).toBeGreaterThanOrEqual(reaches.accuracy);
    else expect(result).toBeLessThanOrEqual(reaches.error);
  });
});

describe("is not learnt with the mistake", () => {
  it.each(
    all.flatMap(([name, example]) => (example.mistake ? [[name, example.mistake, example] as const] : [])),
  )("%s", async (name, [correct, wrong], example) => {
    const text = textOf(name);
    expect(text).toContain(correct);
    const result = await trained(text.replace(correct, wrong), example);
    expect(result).toBeGreaterThan(4 * example.reaches.error);
  });
});

it("an unsure gate's candidates are breeds of both species, a sure one's of its own, and they know more than one answer", async () => {
  const spec = specOf(textOf("unsure-gate"));
  const model = await build(spec, { seed: 1 });
  await train(model, draw.pets()(200, 1, spec), { interruptible: false, training: { epochs: 8 } });
  const others = draw.pets()(150, 2, spec);
  const { candidates, answers, routes } = model.predict(others, { candidates: { top: 3, atLeast: 0.02 } });
  const { gate } = routes["breed"]!;
  const kinds = new Set<string>();
  let among = 0;
  candidates!["breed"]!.samples.forEach((own, sample) => {
    const species = new Set(own.flatMap(({ route }) => route));
    const sure = Math.max(...gate!.slice(2 * sample, 2 * sample + 2));
    kinds.add(`${sure >= 0.9 ? "sure" : "unsure"}, ${species.size}`);
    // Of a species that is less likely than 0.02 nothing is.
    if (sure > 0.98) expect(species.size).toBe(1);
    among += Number(own.some(({ label }) => label === others.labels["breed"]![sample]));
  });
  expect(kinds).toContain("sure, 1");
  expect(kinds).toContain("unsure, 2");
  const { labels } = answers["breed"]!;
  const first = labels.filter((label, i) => label === others.labels["breed"]![i]).length;
  expect(among).toBeGreaterThan(first + 10);
  model.dispose();
});

it("every file of examples is here", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".graph.json"));
  expect(Object.keys(EXAMPLES)).toEqual(files.map((file) => file.replace(".graph.json", "")).sort());
});

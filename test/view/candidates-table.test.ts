import { expect, test } from "vitest";
import { bundleOf, candidatesTable } from "../../src/view";
import type { CandidatesPrediction } from "../../src/model";

const candidate = (name: string, label: number, probability: number, ...route: string[]) => {
  return { class: name, label, probability, route };
};
const found: CandidatesPrediction = {
  name: "breed",
  target: "breed",
  classes: ["persian", "pug", "owl"],
  samples: [
    [candidate("pug", 1, 0.52, "mammal", "dog"), candidate("owl", 2, 0.31, "bird")],
    [],
    [candidate("persian", 0, 0.9, "mammal", "cat")],
  ],
};

test("candidates show themselves as a table, a sample under another", () => {
  const lines = ["sample  breed    probability  route", "──────  ───────  ───────────  ────────────"];
  const rows = [
    "     0  pug            0.520  mammal → dog",
    "        owl            0.310  bird",
    "     1",
    "     2  persian        0.900  mammal → cat",
  ];
  expect(String(candidatesTable(found))).toBe([...lines, ...rows].join("\n"));
  expect(bundleOf(found)).toMatchObject({ "text/plain": [...lines, ...rows].join("\n") });
});

test("only the first samples are shown, and no routes where there are none", () => {
  const flat = { ...found, samples: [[candidate("pug", 1, 0.5)], [candidate("owl", 2, 0.7)]] };
  expect(String(candidatesTable(flat, { samples: 1 })).split("\n")).toEqual([
    "sample  breed  probability",
    "──────  ─────  ───────────",
    "     0  pug          0.500",
    "the first 1 of 2 samples",
  ]);
});

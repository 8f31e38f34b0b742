/* What can be wrong with targets and heads: one slip, one problem. */
import { expect, test } from "vitest";
import type { GraphSpec, HeadLayer, TargetSpec } from "../../../src/spec";
import { problemsOf } from "../compile-spec";

const breeds = ["abyssinian", "persian", "beagle", "boxer"];
const species: TargetSpec = {
  groups: "breed",
  classes: { cat: ["abyssinian", "persian"], dog: ["beagle", "boxer"] },
};

/** A head over a vector (or over `shape`), with cats, dogs, a number, and what else is given. */
function heading(head: Partial<HeadLayer>, targets: Record<string, TargetSpec> = {}, shape = [8]): GraphSpec {
  return {
    inputs: { x: { shape } },
    targets: { breed: { classes: breeds }, species, age: { shape: [1] }, ...targets },
    nodes: { guess: { type: "head", target: "breed", ...head } },
  };
}

/** The same with another grouping of the breeds. */
function grouping(classes: Record<string, string[]>): GraphSpec {
  return heading({ target: "species" }, { species: { groups: "breed", classes } });
}

const cases: readonly (readonly [string, GraphSpec, string])[] = [
  [
    "an unknown target",
    heading({ target: "bread" }),
    '/nodes/guess/target: there is no target "bread"; did you mean "breed"?',
  ],
  [
    "an unlike target",
    heading({ target: "weight" }),
    '/nodes/guess/target: there is no target "weight"; define it in "targets" (there are breed, species and age)',
  ],
  [
    "a group of an unknown target",
    heading({}, { species: { groups: "breads", classes: { a: ["b"], c: ["d"] } } }),
    '/targets/species/groups: there is no target "breads"; did you mean "breed"?',
  ],
  [
    "a group of values",
    heading({}, { species: { groups: "age", classes: { old: ["2"], young: ["1"] } } }),
    '/targets/species/groups: "species" groups "age", which has values and no classes; group a target with classes',
  ],
  [
    "targets in a circle",
    heading(
      {},
      {
        a: { groups: "b", classes: { p: ["r"], q: ["s"] } },
        b: { groups: "a", classes: { r: ["p"], s: ["q"] } },
      },
    ),
    '/targets/a/groups: targets group each other in a circle: "a" -> "b" -> "a"; one of them must have classes of its own',
  ],
  [
    "a target that groups itself",
    heading({}, { a: { groups: "a", classes: { p: ["p"], q: ["q"] } } }),
    '/targets/a/groups: targets group each other in a circle: "a" -> "a"; one of them must have classes of its own',
  ],
  [
    "a misspelt class in a group",
    grouping({ cat: ["abyssinian", "persan"], dog: ["beagle", "boxer"] }),
    '/targets/species/classes/cat/1: the target "breed" has no class "persan"; did you mean "persian"?',
  ],
  [
    "a class in two groups",
    grouping({ cat: ["abyssinian", "persian"], dog: ["beagle", "boxer", "persian"] }),
    '/targets/species/classes/dog/2: the class "persian" is in the groups "cat" and "dog"; a class has one place: remove it here',
  ],
  [
    "a class in no group",
    grouping({ cat: ["abyssinian", "persian"], dog: ["beagle"] }),
    '/targets/species/classes: the class boxer of "breed" is in no group; add it to a group, or make a new one',
  ],
  [
    "classes in no group",
    grouping({ cat: ["persian"], dog: ["beagle"] }),
    '/targets/species/classes: the classes abyssinian and boxer of "breed" are in no group; add them to a group, or make a new one',
  ],
  [
    "a misspelt group",
    heading({ within: "cats" }),
    '/nodes/guess/within: no target has a group "cats" of the classes of "breed"; did you mean "cat"?',
  ],
  [
    "a group of a target that nothing groups",
    heading({ target: "species", within: "cat" }),
    '/nodes/guess/within: no target has a group "cat" of the classes of "species"; define a target that "groups" "species"',
  ],
  [
    "a group by two targets, not the same",
    heading(
      { within: "cat" },
      { again: { groups: "breed", classes: { cat: breeds.slice(0, 3), boxer: ["boxer"] } } },
    ),
    '/nodes/guess/within: "species" and "again" both have a group "cat", with other classes; rename one of the groups',
  ],
  [
    "a head within a group of one",
    heading(
      { within: "boxer" },
      { again: { groups: "breed", classes: { other: breeds.slice(0, 3), boxer: ["boxer"] } } },
    ),
    '/nodes/guess/within: "boxer" has one class only, boxer: a head has nothing to tell apart; remove the head (a route needs no branch for a group of one)',
  ],
  [
    "a group of values",
    heading({ target: "age", within: "cat" }),
    '/nodes/guess/within: "age" has values, and "within" names a group of classes; remove "within"',
  ],
  [
    "a weight of a class that is none",
    heading({ classWeights: { boxre: 2, boxer: 1 } }),
    '/nodes/guess/classWeights/boxre: the head has no class "boxre"; did you mean "boxer"?',
  ],
  [
    "class weights of values",
    heading({ target: "age", classWeights: "balanced" }),
    '/nodes/guess/classWeights: "age" has values, and "classWeights" are weights of classes; remove "classWeights"',
  ],
  [
    "a loss of values over classes",
    heading({ loss: "meanSquaredError" }),
    '/nodes/guess/loss: the loss "meanSquaredError" is for values, and "breed" has classes; use "categoricalCrossentropy", "categoricalHinge" or "focal", or leave "loss" out',
  ],
  [
    "a loss of classes over values",
    heading({ target: "age", loss: "binaryCrossentropy" }),
    '/nodes/guess/loss: the loss "binaryCrossentropy" is for classes, and "age" has values; use "meanSquaredError", "huber", "logCosh" or "meanAbsoluteError", or leave "loss" out',
  ],
  [
    "a binary loss over four classes",
    heading({ loss: "binaryCrossentropy" }),
    '/nodes/guess/loss: "binaryCrossentropy" tells two classes apart, and there are 4; use "categoricalCrossentropy", "categoricalHinge" or "focal"',
  ],
  [
    "a head over an image",
    heading({}, {}, [8, 8, 3]),
    '/nodes/guess: a head takes a vector and gets [8, 8, 3]; put "flatten" or "globalAveragePooling2d" before it',
  ],
  [
    "a head over a sequence",
    heading({}, {}, [8, 3]),
    '/nodes/guess: a head takes a vector and gets [8, 3]; put "flatten" before it',
  ],
  [
    "a head over an embedding of ids in brackets",
    {
      inputs: { id: { shape: [1], dtype: "int32" } },
      targets: { score: { shape: [1] } },
      nodes: {
        looked: { from: "id", layers: [{ type: "embedding", inputDim: 5, outputDim: 16 }] },
        score: { type: "head", from: "looked", target: "score" },
      },
    },
    '/nodes/score: a head takes a vector and gets [1, 16]; put "flatten" before it',
  ],
  [
    "a head over one number",
    heading({}, {}, []),
    '/nodes/guess: a head takes a vector and gets []; put "flatten" before it',
  ],
  [
    "a head that takes another width as it comes",
    heading({ project: false }),
    '/nodes/guess: a head without a projection takes [4] here and gets [8]; bring what enters to that shape, or remove "project": false',
  ],
  [
    "a head over ids",
    { ...heading({}), inputs: { x: { shape: [8], dtype: "int32" } } },
    '/nodes/guess: "head" computes with real numbers, but x holds whole ones (int32); put "embedding" before it if they are ids; if they are quantities, make the input float32',
  ],
  [
    "a head over two values",
    {
      inputs: { x: { shape: [8] }, z: { shape: [8] } },
      targets: { breed: { classes: breeds } },
      nodes: { guess: { type: "head", target: "breed", from: ["x", "z"] } },
    },
    '/nodes/guess: "head" takes one value and gets 2: x and z; put "concatenate" or "add" before it',
  ],
  [
    "a faulty target that a head and a route stand on",
    {
      inputs: { x: { shape: [8] } },
      targets: {
        breed: { classes: breeds },
        species: { groups: "breed", classes: { cat: ["persian"], dog: ["boxer"] } },
      },
      nodes: {
        species: { type: "head", target: "species" },
        breed: {
          type: "route",
          by: "species",
          branches: { cat: [{ type: "dense", units: 2 }], dog: [{ type: "dense", units: 3 }] },
        },
      },
    },
    '/targets/species/classes: the classes abyssinian and beagle of "breed" are in no group; add them to a group, or make a new one',
  ],
];

test.each(cases)("%s", (_, spec, problem) => {
  expect(problemsOf(spec)).toEqual([problem]);
});

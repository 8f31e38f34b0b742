/* What can be wrong with names, the order of nodes and routes: one slip, one problem. */
import { expect, test } from "vitest";
import type { BranchSpec, GraphSpec, InputSpec, NodeSpec, RouteNode, StackItem } from "../../../src/spec";
import { problemsOf } from "../compile-spec";

const breeds = ["abyssinian", "persian", "beagle", "boxer", "pug"];
const hidden: StackItem = { type: "dense", units: 4 };
const head = (within?: string): StackItem => ({ type: "head", target: "breed", ...(within && { within }) });

/** A gate over the species and a route over the breeds, with what is changed. */
function cascade(
  route: Partial<Omit<RouteNode, "type">> = {},
  nodes: Record<string, NodeSpec> = {},
): GraphSpec {
  return {
    inputs: { x: { shape: [8] } },
    targets: {
      breed: { classes: breeds },
      species: { groups: "breed", classes: { cat: breeds.slice(0, 2), dog: breeds.slice(2) } },
      age: { shape: [1] },
    },
    nodes: {
      species: { layers: [hidden, { type: "head", target: "species" }] },
      breed: {
        type: "route",
        by: "species",
        branches: { cat: [hidden, head("cat")], dog: [hidden, head("dog")] },
        ...route,
      },
      ...nodes,
    },
  };
}

const branches = (more: Record<string, BranchSpec>) => ({
  branches: { cat: [hidden, head("cat")], dog: [hidden, head("dog")], ...more },
});

/** A branch for each of two data types, then one head; the inputs are there for one type each. */
function byType(route: Partial<Omit<RouteNode, "type">> = {}, changed: Partial<GraphSpec> = {}): GraphSpec {
  return {
    tags: { dataType: ["float", "int"], source: ["web", "lab"] },
    inputs: {
      vector: { shape: [3], when: { dataType: "float" } },
      id: { shape: [], dtype: "int32", when: { dataType: "int" } },
    },
    targets: { score: { shape: [1] } },
    nodes: {
      features: {
        type: "route",
        by: { tag: "dataType" },
        branches: {
          float: { from: "vector", layers: [hidden] },
          int: { from: "id", layers: [{ type: "embedding", inputDim: 9, outputDim: 4 }] },
        },
        ...route,
      },
      score: { type: "head", from: "features", target: "score" },
    },
    ...changed,
  };
}

/** The same, with another condition on the ids. */
function when(condition: Record<string, string>): GraphSpec {
  const vector: InputSpec = { shape: [3], when: { dataType: "float" } };
  return byType({}, { inputs: { vector, id: { shape: [], dtype: "int32", when: condition } } });
}

const cases: readonly (readonly [string, GraphSpec, string])[] = [
  [
    "a branch too many",
    cascade(branches({ bird: [hidden, head("dog")] })),
    '/nodes/breed/branches/bird: the gate "species" has the classes cat and dog; remove "bird" or add it to /targets/species/classes',
  ],
  [
    "a misspelt branch",
    cascade({ branches: { cat: [hidden, head("cat")], dgo: [hidden, head("dog")] } }),
    '/nodes/breed/branches/dgo: the gate "species" has the classes cat and dog; did you mean "dog"?',
  ],
  [
    "a missing branch",
    cascade({ branches: { cat: [hidden, head("cat")] } }),
    '/nodes/breed/branches/dog: the gate "species" has the classes cat and dog, and there is no branch "dog"; add it, or remove "dog" from /targets/species/classes',
  ],
  [
    "a gate that is not there",
    cascade({ by: "specis" }),
    '/nodes/breed/by: there is no head "specis"; did you mean "species"?',
  ],
  [
    "a gate without a head",
    cascade(
      { by: "trunk" },
      { trunk: { layers: [hidden] }, y: { type: "head", from: "trunk", target: "age" } },
    ),
    '/nodes/breed/by: there is no head "trunk"; name a head (there are species, breed/cat, breed/dog and y)',
  ],
  [
    "a gate that has values",
    cascade({ by: "age" }, { age: { type: "head", target: "age" } }),
    '/nodes/breed/by: the head "age" predicts "age", which has values: a route needs classes; name a head whose target has classes',
  ],
  [
    "a gate inside its own branch",
    cascade({ by: "breed/cat" }),
    '/nodes/breed/by: the head "breed/cat" runs for the samples of its branch only, and cannot decide for all; name a head that stands outside branches',
  ],
  [
    "a gate inside another branch",
    cascade(
      {},
      { again: { type: "route", by: "breed/cat", branches: { abyssinian: [hidden], persian: [hidden] } } },
    ),
    '/nodes/again/by: the head "breed/cat" runs for the samples of its branch only, and cannot decide for all; name a head that stands outside branches',
  ],
  [
    "a misspelt source",
    cascade({}, { more: { from: "specis", layers: [hidden, head()] } }),
    '/nodes/more/from: there is no node or input "specis"; did you mean "species"?',
  ],
  [
    "a misspelt source among several",
    cascade({}, { more: { type: "add", from: ["species", "y"] }, end: { from: "more", layers: [head()] } }),
    '/nodes/more/from/1: there is no node or input "y"; name one of those there are (there are species, breed, end and x)',
  ],
  [
    "a misspelt source of all branches",
    cascade({ from: "y" }),
    '/nodes/breed/from: there is no node or input "y"; name one of those there are (there are species and x)',
  ],
  [
    "a misspelt source of one branch",
    cascade(branches({ dog: { from: "y", layers: [head("dog")] } })),
    '/nodes/breed/branches/dog/from: there is no node or input "y"; name one of those there are (there are species and x)',
  ],
  [
    "nodes in a circle",
    cascade({}, { a: { from: "b", layers: [hidden, head()] }, b: { from: "a", layers: [hidden] } }),
    '/nodes/b/from: nodes feed each other in a circle: "a" -> "b" -> "a"; let one of them take another input',
  ],
  [
    "a node that feeds itself",
    cascade({}, { a: { from: "a", layers: [hidden, head()] } }),
    '/nodes/a/from: nodes feed each other in a circle: "a" -> "a"; let one of them take another input',
  ],
  [
    "a gate that stands on its own route",
    cascade({}, { species: { from: "breed", layers: [hidden, { type: "head", target: "species" }] } }),
    '/nodes/breed/by: nodes feed each other in a circle: "species" -> "breed" -> "species"; let one of them take another input',
  ],
  [
    "branches of different shapes",
    cascade(
      { branches: { cat: [hidden], dog: [{ type: "dense", units: 5 }] } },
      { y: { from: "breed", layers: [head()] } },
    ),
    '/nodes/breed/branches/dog: the branches end in different shapes: "cat" in [4], "dog" in [5]; let all end in one shape, or all in heads of one target',
  ],
  [
    "a branch that ends without a head",
    cascade(branches({ dog: [hidden] })),
    '/nodes/breed/branches/dog: the branches end in different shapes: "cat" in [2] (a head of "breed"), "dog" in [4]; let all end in one shape, or all in heads of one target',
  ],
  [
    "branches that end in heads of different targets",
    cascade(branches({ dog: [hidden, { type: "head", target: "age" }] })),
    '/nodes/breed/branches/dog: the branches end in different shapes: "cat" in [2] (a head of "breed"), "dog" in [1] (a head of "age"); let all end in one shape, or all in heads of one target',
  ],
  [
    "branches of different types",
    {
      ...byType({
        branches: {
          float: { from: "vector" },
          int: { from: "id", layers: ["flatten", { type: "reshape", targetShape: [1] }] },
        },
      }),
      inputs: {
        vector: { shape: [1], when: { dataType: "float" } },
        id: { shape: [1], dtype: "int32", when: { dataType: "int" } },
      },
    },
    '/nodes/features/branches/int: the branches end in different shapes: "float" in [1] (float32), "int" in [1] (int32); let all end in one shape, or all in heads of one target',
  ],
  [
    "a branch of two values that nothing joins",
    cascade(
      { branches: { cat: { from: ["x", "species"] }, dog: [hidden] } },
      { y: { from: "breed", layers: [head()] } },
    ),
    '/nodes/breed/branches/cat/from: 2 values enter, and no layer joins them: x and species/head; begin with "concatenate" or "add", or name only one',
  ],
  [
    "a joint answer without heads",
    cascade(
      { select: "all", merge: "joint", branches: { cat: [hidden], dog: [hidden] } },
      { y: { from: "breed", layers: [head()] } },
    ),
    '/nodes/breed/merge: "joint" weighs the classes of all branches against each other, but the branches do not end in heads over classes of one target; end each in a head of that target, or merge them in another way ("weighted", say)',
  ],
  [
    "a joint answer by a tag",
    {
      ...cascade({ by: { tag: "kind" }, merge: "joint" }),
      tags: { kind: ["cat", "dog"] },
    },
    '/nodes/breed/merge: "joint" needs the probabilities of a gate, and "kind" says none; route by a head or a gate, or leave "joint" out',
  ],
  [
    "a branch for another group",
    cascade({ branches: { cat: [hidden, head("cat")], dog: [hidden, head("cat")] } }),
    'warning /nodes/breed/branches/dog: the branch "dog" gets beagle, boxer and pug, but its head only knows abyssinian and persian; let its head be "within" the group "dog"',
  ],
  [
    "classes that no branch answers",
    {
      ...cascade({ by: { tag: "kind" }, branches: { one: [head("cat")], two: [head("cat")] } }),
      tags: { kind: ["one", "two"] },
    },
    'warning /nodes/breed: no branch can answer the classes beagle, boxer and pug of "breed"; let the heads of the branches cover all classes',
  ],
  [
    "an unknown tag",
    byType({ by: { tag: "datatype" } }),
    '/nodes/features/by/tag: there is no tag "datatype"; did you mean "dataType"?',
  ],
  [
    "a value without a branch",
    byType({ branches: { float: { from: "vector", layers: [hidden] } } }),
    '/nodes/features/branches/int: the tag "dataType" has the values float and int, and there is no branch "int"; add it, or remove "int" from /tags/dataType',
  ],
  [
    "an input that other samples have",
    byType({
      branches: { float: { from: "vector", layers: [hidden] }, int: { from: "vector", layers: [hidden] } },
    }),
    '/nodes/features/branches/int/from: only samples whose dataType is "float" have the input "vector"; use it in the branch "float" of a route by { "tag": "dataType" }, or remove its "when"',
  ],
  [
    "a conditional input for all branches",
    byType({ from: "vector", branches: { float: [hidden], int: [hidden] } }),
    '/nodes/features/branches/int/from: only samples whose dataType is "float" have the input "vector"; use it in the branch "float" of a route by { "tag": "dataType" }, or remove its "when"',
  ],
  [
    "a conditional input for all branches, by another tag",
    byType(
      { by: { tag: "source" }, from: "vector", branches: { web: [hidden], lab: [hidden] } },
      {
        inputs: { vector: { shape: [3], when: { dataType: "float" } } },
      },
    ),
    '/nodes/features/from: only samples whose dataType is "float" have the input "vector"; use it in the branch "float" of a route by { "tag": "dataType" }, or remove its "when"',
  ],
  [
    "a conditional input outside of routes",
    byType({}, { nodes: { score: { from: "vector", layers: [{ type: "head", target: "score" }] } } }),
    '/nodes/score/from: only samples whose dataType is "float" have the input "vector"; use it in the branch "float" of a route by { "tag": "dataType" }, or remove its "when"',
  ],
  [
    "a condition by an unknown tag",
    when({ dateType: "int" }),
    '/inputs/id/when/dateType: there is no tag "dateType"; did you mean "dataType"?',
  ],
  [
    "a condition of an unknown value",
    when({ dataType: "ints" }),
    '/inputs/id/when/dataType: the tag "dataType" has no value "ints"; did you mean "int"?',
  ],
  [
    "a condition by a tag that the branch does not know of",
    when({ dataType: "int", source: "web" }),
    '/nodes/features/branches/int/from: only samples whose source is "web" have the input "id"; use it in the branch "web" of a route by { "tag": "source" }, or remove its "when"',
  ],
  [
    "an input that nothing uses",
    byType(
      {},
      {
        inputs: {
          vector: { shape: [3], when: { dataType: "float" } },
          id: { shape: [], dtype: "int32" },
          z: { shape: [2] },
        },
      },
    ),
    'warning /inputs/z: nothing uses the input "z"; name it in a "from", or remove it',
  ],
  [
    "nodes that nothing uses",
    cascade({}, { a: { layers: [hidden] }, b: { from: "a", layers: [hidden] } }),
    'warning /nodes/b: nothing uses the node "b", and it has no head; name it in a "from", give it a head, or remove it',
  ],
  [
    "a network without heads",
    { inputs: { x: { shape: [2] } }, nodes: { a: { layers: [hidden] } } },
    'warning /nodes: no node has a head: there is nothing to learn and nothing to predict; add { "type": "head", "target": … } where the network ends',
  ],
];

test.each(cases)("%s", (_, spec, problem) => {
  expect(problemsOf(spec)).toEqual([problem]);
});

/*
 * Graphs of any size, in the forms in which graphs become large. Each is a spec as an author would write it; `slips`
 * is the number of errors that it has.
 */

const range = (count) => Array.from({ length: count }, (_, i) => i);
const named = (entries) => Object.fromEntries(entries);

const dense = { type: "dense", units: 2 };
const head = { type: "head", target: "t" };
const base = { inputs: { x: { shape: [2] } }, targets: { t: { classes: ["a", "b"] } } };

/** A node after the other. */
const chain = (size) => ({
  ...base,
  nodes: {
    ...named(range(size).map((i) => [`n${i}`, { from: i === 0 ? "x" : `n${i - 1}`, layers: [dense] }])),
    end: { from: size === 0 ? "x" : `n${size - 1}`, ...head },
  },
});

/** The same in the wrong order: each node is named before it is written. */
const backwards = (size) => {
  const { nodes, ...rest } = chain(size);
  return { ...rest, nodes: named(Object.entries(nodes).reverse()) };
};

/** All on the same input, brought together at the end. */
const side = (size) => ({
  ...base,
  nodes: {
    ...named(range(size).map((i) => [`n${i}`, { from: "x", layers: [dense] }])),
    sum: { type: "add", from: range(size).map((i) => `n${i}`) },
    end: { from: "sum", ...head },
  },
});

/** A head each. */
const heads = (size) => ({
  ...base,
  nodes: named(range(size).map((i) => [`n${i}`, { from: "x", layers: [dense, head] }])),
});

/** A head after every node of a chain: what the last depends on holds all others. */
const ladder = (size) => ({
  ...base,
  nodes: named(
    range(size >> 1).flatMap((i) => [
      [`n${i}`, { from: i === 0 ? "x" : `n${i - 1}`, layers: [dense] }],
      [`h${i}`, { from: `n${i}`, ...head }],
    ]),
  ),
});

/** Routes over routes: a branch of each is the route before it. */
const nested = (size) => ({
  ...base,
  tags: { kind: ["left", "right"] },
  nodes: {
    ...named(
      range(size).map((i) => [
        `r${i}`,
        {
          type: "route",
          from: "x",
          by: { tag: "kind" },
          branches: { left: i === 0 ? [dense] : { from: `r${i - 1}` }, right: [dense] },
        },
      ]),
    ),
    end: { from: size === 0 ? "x" : `r${size - 1}`, ...head },
  },
});

/** Routes one after the other, each over what the one before it gives. */
const routed = (size) => ({
  ...base,
  nodes: {
    gate: { from: "x", ...head },
    ...named(
      range(size >> 2).map((i) => [
        `r${i}`,
        {
          type: "route",
          from: i === 0 ? "x" : `r${i - 1}`,
          by: "gate",
          branches: { a: [dense], b: [dense, { type: "activation", activation: "relu" }] },
        },
      ]),
    ),
    end: { from: size < 4 ? "x" : `r${(size >> 2) - 1}`, ...head },
  },
});

/** One route with as many branches. */
const branches = (size) => ({
  inputs: { x: { shape: [2] } },
  tags: { kind: range(size).map((i) => `k${i}`) },
  targets: base.targets,
  nodes: {
    route: {
      type: "route",
      from: "x",
      by: { tag: "kind" },
      branches: named(range(size).map((i) => [`k${i}`, [dense, head]])),
    },
  },
});

/** Modules within modules: each names the one before it twice, so that `size` layers stand in log2(size) modules. */
const modules = (size) => {
  const levels = Math.max(1, Math.round(Math.log2(size)));
  return {
    ...base,
    modules: named(
      range(levels).map((i) => [
        `m${i}`,
        i === 0 ? [dense] : [1, 2].map((copy) => ({ type: "module", module: `m${i - 1}`, name: `${copy}` })),
      ]),
    ),
    nodes: { body: { layers: [`m${levels - 1}`] }, end: { from: "body", ...head } },
  };
};

/** One target with as many classes, and one that groups them by ten. */
const classes = (size) => {
  const names = range(size).map((i) => `c${i}`);
  const groups = range(Math.ceil(size / 10)).map((i) => [`g${i}`, names.slice(10 * i, 10 * i + 10)]);
  return {
    inputs: { x: { shape: [2] } },
    targets: { fine: { classes: names }, coarse: { groups: "fine", classes: named(groups) } },
    nodes: {
      group: { from: "x", type: "head", target: "coarse" },
      end: { from: "x", type: "head", target: "fine" },
    },
  };
};

/** A slip in the form of each node. */
const slips = (size) => ({
  ...base,
  nodes: named(range(size).map((i) => [`n${i}`, { from: "x", layers: [{ type: "dense", unit: 2 }] }])),
});

/** A name that leads nowhere in each node. */
const lost = (size) => ({
  ...base,
  nodes: named(range(size).map((i) => [`n${i}`, { from: `m${i}`, layers: [dense] }])),
});

/** Name -> a spec of about that many nodes, layers, classes or slips; and the most that it can be run with. */
export const forms = {
  chain: { spec: chain, runs: true },
  backwards: { spec: backwards, runs: true },
  side: { spec: side, runs: true },
  heads: { spec: heads, runs: true },
  ladder: { spec: ladder, runs: true },
  nested: { spec: nested, runs: true },
  routed: { spec: routed, runs: true },
  branches: { spec: branches, runs: true },
  modules: { spec: modules, runs: true },
  classes: { spec: classes, runs: true },
  slips: { spec: slips, runs: false },
  lost: { spec: lost, runs: false },
};

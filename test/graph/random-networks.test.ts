/* Networks within networks, drawn at random: each name has its path, as a network in place and as a module. */
import { expect, test } from "vitest";
import { randomStream } from "../../src/backend/random";
import { authorSpec, compileGraph, normaliseGraph } from "../../src/graph";
import type { BranchSpec, GraphSpec, NodeSpec } from "../../src/spec";
import { byTag, dense, guess, spec } from "./tagged-networks";

/** A network of random networks: stacks, routes and modules, each inside of others. */
function randomSpec(seed: number): { written: GraphSpec; names: string[] } {
  const random = randomStream(seed, "networks");
  const names: string[] = [];
  const network = (path: string, depth: number): GraphSpec["nodes"] => {
    const nodes: GraphSpec["nodes"] = {};
    const count = 1 + random.below(3);
    for (let i = 0; i < count; i++) {
      const name = `n${i}`;
      const from = i > 0 && random.below(2) === 0 ? { from: `n${random.below(i)}` } : {};
      names.push(`${path}${name}`);
      const inside = (key: string): BranchSpec =>
        depth > 0 && random.below(2) === 0
          ? { nodes: network(`${path}${name}/${key}/`, depth - 1) }
          : [dense];
      if (random.below(2) === 0) nodes[name] = { ...byTag({ p: inside("p"), q: inside("q") }), ...from };
      else nodes[name] = { layers: [dense], ...from };
    }
    return nodes;
  };
  const nodes = network("", 3);
  return { written: spec({ ...nodes, y: { from: Object.keys(nodes).at(-1)!, layers: [guess] } }), names };
}

test.each(Array.from({ length: 25 }, (_, seed) => seed))(
  "random networks have the paths of their names (%i)",
  (seed) => {
    const { written, names } = randomSpec(seed);
    const { graph } = compileGraph(normaliseGraph(written));
    expect([...graph!.outputs.keys()].sort()).toEqual([...names, "y"].sort());
    for (const [name, path] of graph!.outputs) {
      expect(path === name || path.startsWith(`${name}/`)).toBe(true);
      expect(graph!.nodes.has(path)).toBe(true);
    }
    // The same as modules: each network of a branch is one, used there by its name. Whatever names it takes from around is lost,
    // so only its own are used above.
    let count = 0;
    const modules: NonNullable<GraphSpec["modules"]> = {};
    const asModules = (nodes: GraphSpec["nodes"]): GraphSpec["nodes"] =>
      Object.fromEntries(
        Object.entries(nodes).map(([name, node]): [string, NodeSpec] => {
          if (node.type !== "route") return [name, node];
          const branches = Object.entries(node.branches).map(([key, branch]): [string, BranchSpec] => {
            if (!("nodes" in branch)) return [key, branch];
            const module = `m${count++}`;
            modules[module] = { nodes: asModules(branch.nodes) };
            return [key, [{ type: "module", module, name: "net" }]];
          });
          return [name, { ...node, branches: Object.fromEntries(branches) }];
        }),
      );
    const other = compileGraph(
      normaliseGraph({ ...written, nodes: asModules(written.nodes), modules }),
    ).graph!;
    const bare = (paths: Iterable<string>) => [...paths].map((path) => path.replaceAll("/net/", "/")).sort();
    expect(bare(other.variables.keys())).toEqual(bare(graph!.variables.keys()));
    expect(bare(other.nodes.keys())).toEqual(bare(graph!.nodes.keys()));
    const normal = normaliseGraph(written);
    expect(authorSpec(normal)).toEqual(written);
  },
);

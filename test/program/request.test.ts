import { expect, it } from "vitest";
import { indexGraph, requestOf, type Wanted } from "../../src/program";
import { threeLevels } from "../graph/nested";
import { cascadeSpec, sharedSpec } from "../specs";
import { graphOf, losses, PREDICTION, values } from "./facts";

const routesFor = (graph: ReturnType<typeof graphOf>, wanted: Wanted[]): string[] =>
  requestOf(indexGraph(graph), wanted, PREDICTION).routes.map(({ path }) => path);

it("a request knows the routes that what is wanted stands on or in, and no others", () => {
  expect(routesFor(graphOf(sharedSpec()), losses("group", "insect"))).toEqual([]);
  expect(routesFor(graphOf(sharedSpec()), values("animal"))).toEqual(["animal"]);
  expect(routesFor(graphOf(cascadeSpec()), losses("group/head"))).toEqual([]);
  expect(routesFor(graphOf(cascadeSpec()), losses("animal/fish/head"))).toEqual(["animal"]);
});

it("outer routes come before those that stand in their branches", () => {
  const [outer, inner] = ["species", "species/animal/animals"];
  const nested = threeLevels();
  expect(routesFor(nested, losses("kingdom/head"))).toEqual([]);
  expect(routesFor(nested, losses("species/plant/head"))[0]).toBe(outer);
  // The gate of the inner route runs for the samples of the outer branch.
  expect(routesFor(nested, losses("species/animal/family/head"))).toContain(outer);
  expect(routesFor(nested, losses(`${inner}/fish/head`)).slice(0, 2)).toEqual([outer, inner]);
  expect(routesFor(nested, values("species"))).toEqual([outer, inner, `${inner}/insect/insects`]);
});

it("a head in one branch needs no route of another", () => {
  expect(routesFor(threeLevels(), losses("species/plant/head"))).toEqual(["species"]);
});

it("a network of thousands of branches is asked for at once, each branch's gate being the same", () => {
  const names = Array.from({ length: 5000 }, (_, number) => `g${number}`);
  const graph = graphOf({
    tags: { kind: names },
    inputs: { x: { shape: [1] } },
    targets: { y: { classes: ["a", "b"] } },
    nodes: {
      y: {
        type: "route",
        from: "x",
        by: { tag: "kind" },
        branches: Object.fromEntries(names.map((name) => [name, [{ type: "head", target: "y" }]])),
      },
    },
  });
  const wanted = losses(...graph.heads.map(({ path }) => path));
  expect(wanted).toHaveLength(5000);
  expect(routesFor(graph, wanted)).toEqual(["y"]);
});

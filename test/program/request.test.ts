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

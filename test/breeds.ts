/* Order, species, breed: three levels, each gate inside of the branch of the one before. */
import type { GraphSpec, HeadLayer, RouteNode, StackItem } from "../src/spec/language";

export const breeds = ["persian", "siamese", "beagle", "pug", "robin", "owl"];

export interface BreedOptions {
  /** By what rules the outer route selects and merges. */
  readonly rules?: Pick<RouteNode, "select" | "merge">;
  /** Layers before the head of the order, and before that of the birds' breeds. */
  readonly hidden?: readonly StackItem[];
  /** More of the head of the species. */
  readonly species?: Partial<HeadLayer>;
}

export const breedSpec = ({ rules, hidden = [], species }: BreedOptions = {}): GraphSpec => ({
  inputs: { x: { shape: [4] } },
  targets: {
    breed: { classes: breeds },
    species: {
      groups: "breed",
      classes: { cat: breeds.slice(0, 2), dog: breeds.slice(2, 4), bird: breeds.slice(4) },
    },
    order: { groups: "species", classes: { mammal: ["cat", "dog"], bird: ["bird"] } },
  },
  nodes: {
    order: { from: "x", layers: [...hidden, { type: "head", target: "order" }] },
    breed: {
      type: "route",
      from: "x",
      by: "order",
      ...rules,
      branches: {
        mammal: {
          nodes: {
            species: { layers: [{ type: "head", target: "species", within: "mammal", ...species }] },
            breed: { type: "route", by: "species", branches: { "*": [{ type: "head", target: "breed" }] } },
          },
        },
        bird: [...hidden, { type: "head", target: "breed", within: "bird" }],
      },
    },
  },
});

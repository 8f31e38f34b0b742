/*
 * The breeds: how each coat is patterned and coloured. Patterns and hues are shared between the species (a siamese and a
 * pug both have dark points, an abyssinian and a boxer both have stripes on warm brown), so that a coat alone
 * does not tell the species.
 */

/** Red, green and blue from 0 to 1. */
export type Colour = readonly [number, number, number];

type Pattern = "plain" | "stripes" | "spots" | "patches" | "saddle" | "points";

export interface Breed {
  readonly name: string;
  readonly species: "cat" | "dog";
  readonly pattern: Pattern;
  readonly base: Colour;
  /** Colour of the stripes, spots, patches, saddle or points. */
  readonly mark: Colour;
  /** Stripes, spots or patches for each unit of length (half the picture). */
  readonly frequency: number;
  /** Whether chest, muzzle and paws are white. */
  readonly bib: boolean;
  readonly eye: Colour;
}

const brownEye: Colour = [0.3, 0.18, 0.1];

export const BREEDS: readonly Breed[] = [
  {
    name: "abyssinian",
    species: "cat",
    pattern: "stripes",
    base: [0.76, 0.5, 0.27],
    mark: [0.4, 0.22, 0.11],
    frequency: 5,
    bib: false,
    eye: [0.62, 0.72, 0.25],
  },
  {
    name: "persian",
    species: "cat",
    pattern: "plain",
    base: [0.66, 0.66, 0.7],
    mark: [0.66, 0.66, 0.7],
    frequency: 3,
    bib: false,
    eye: [0.9, 0.6, 0.15],
  },
  {
    name: "siamese",
    species: "cat",
    pattern: "points",
    base: [0.9, 0.83, 0.71],
    mark: [0.27, 0.19, 0.16],
    frequency: 3,
    bib: false,
    eye: [0.35, 0.6, 0.9],
  },
  {
    name: "bengal",
    species: "cat",
    pattern: "spots",
    base: [0.84, 0.64, 0.36],
    mark: [0.24, 0.15, 0.09],
    frequency: 4.5,
    bib: false,
    eye: [0.55, 0.75, 0.4],
  },
  {
    name: "calico",
    species: "cat",
    pattern: "patches",
    base: [0.93, 0.91, 0.87],
    mark: [0.8, 0.45, 0.16],
    frequency: 2.6,
    bib: true,
    eye: [0.65, 0.75, 0.3],
  },
  {
    name: "beagle",
    species: "dog",
    pattern: "saddle",
    base: [0.72, 0.47, 0.26],
    mark: [0.15, 0.12, 0.12],
    frequency: 3,
    bib: true,
    eye: brownEye,
  },
  {
    name: "boxer",
    species: "dog",
    pattern: "stripes",
    base: [0.74, 0.48, 0.26],
    mark: [0.36, 0.2, 0.11],
    frequency: 3.2,
    bib: false,
    eye: brownEye,
  },
  {
    name: "collie",
    species: "dog",
    pattern: "patches",
    base: [0.74, 0.5, 0.25],
    mark: [0.94, 0.91, 0.86],
    frequency: 2.4,
    bib: true,
    eye: brownEye,
  },
  {
    name: "pug",
    species: "dog",
    pattern: "points",
    base: [0.87, 0.75, 0.57],
    mark: [0.16, 0.13, 0.13],
    frequency: 3,
    bib: false,
    eye: [0.2, 0.12, 0.08],
  },
  {
    name: "dalmatian",
    species: "dog",
    pattern: "spots",
    base: [0.93, 0.92, 0.9],
    mark: [0.13, 0.12, 0.13],
    frequency: 3.6,
    bib: false,
    eye: brownEye,
  },
  {
    name: "labrador",
    species: "dog",
    pattern: "plain",
    base: [0.86, 0.74, 0.5],
    mark: [0.86, 0.74, 0.5],
    frequency: 3,
    bib: false,
    eye: brownEye,
  },
];

/** The seven that are drawn where no classes are asked for, by species. */
export const ANIMALS = {
  cat: ["abyssinian", "persian", "siamese"],
  dog: ["beagle", "boxer", "collie", "pug"],
} as const;

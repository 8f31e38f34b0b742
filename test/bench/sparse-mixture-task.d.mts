import type { RandomStream } from "../../src/backend/random.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { GraphSpec, TrainingSpec } from "../../src/spec/index.js";

/** The classes of the task. */
export const CLASSES: string[];
export function dataset(size: number, random: RandomStream): Dataset;
export function sparse(training: TrainingSpec): GraphSpec;
export function dense(training: TrainingSpec, units: number): GraphSpec;
export function unitsOfSameCost(flopsOf: (spec: GraphSpec) => number, training: TrainingSpec): number;

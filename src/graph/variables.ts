/* Variables by path: new ones, and those that uses of a shared module have in common. */
import { fansOf } from "./fans";
import type { Variable } from "./ir";
import type { Weight } from "./layers/kind";
import * as messages from "./messages";
import type { Step } from "./modules";
import type { ProblemReport } from "./report";

export class VariableRegistry {
  readonly #report: ProblemReport;
  readonly #variables = new Map<string, Variable>();
  readonly #loaded = new Map<string, { model: string; weight: string }>();
  /** Path of a shared variable -> path of the layer that first used it. */
  readonly #firstUse = new Map<string, string>();

  constructor(report: ProblemReport) {
    this.#report = report;
  }

  get variables(): ReadonlyMap<string, Variable> {
    return this.#variables;
  }

  get loaded(): ReadonlyMap<string, { model: string; weight: string }> {
    return this.#loaded;
  }

  /** The paths of a layer's variables, entered if they are new; `undefined` (and a problem) if they cannot be. */
  declare(step: Step, base: string, weights: readonly Weight[], trainable = true): string[] | undefined {
    const paths: string[] = [];
    for (const { name, ...weight } of weights) {
      const path = `${base}/${name}`;
      const known = this.#variables.get(path);
      if (!known) {
        const fan = fansOf(weight.shape);
        this.#variables.set(path, { path, ...weight, fan, trainable: weight.trainable && trainable });
        if (step.shared !== undefined) this.#firstUse.set(path, step.path);
      } else {
        const first = this.#firstUse.get(path);
        if (step.shared === undefined || first === undefined) {
          this.#report.error(step.item.pointer, messages.pathTaken(path));
          return undefined;
        }
        if (String(known.shape) !== String(weight.shape)) {
          const use = { path: step.path, shape: weight.shape };
          this.#report.error(
            step.item.pointer,
            messages.sharedShapesDiffer(step.shared, name, { path: first, shape: known.shape }, use),
          );
          return undefined;
        }
      }
      paths.push(path);
    }
    return paths;
  }

  /** The paths of weights that belong to no layer; `undefined` (and a problem at `pointer`) where one is taken. */
  declareAlone(pointer: string, base: string, weights: readonly Weight[]): string[] | undefined {
    const paths = weights.map(({ name }) => `${base}/${name}`);
    const taken = paths.find((path) => this.#variables.has(path));
    if (taken !== undefined) {
      this.#report.error(pointer, messages.pathTaken(taken));
      return undefined;
    }
    weights.forEach(({ shape, initializer, trainable }, i) => {
      const path = paths[i]!;
      this.#variables.set(path, { path, shape, initializer, trainable, fan: fansOf(shape) });
    });
    return paths;
  }

  /** Notes that a variable's values come from a saved model. */
  noteLoaded(path: string, model: string, weight: string): void {
    this.#loaded.set(path, { model, weight });
  }
}

/* Weights of samples: what the loss of each is multiplied with. */
import { EspalierError } from "../errors";
import { suggestion } from "../text/wording";

type NumberList = Float32Array | readonly number[];
type ByTarget = Readonly<Record<string, NumberList>>;

/**
 * Weights by target, from one list for all targets or a list for some of them.
 *
 * @throws EspalierError where there is no such target, or not one weight of at least 0 for each sample
 */
export function weightsByTarget(
  given: NumberList | ByTarget,
  labels: Readonly<Record<string, unknown>>,
  size: number,
): Record<string, Float32Array> {
  const targets = Object.keys(labels);
  if (isList(given)) {
    const weights = checked(given, "", size);
    return Object.fromEntries(targets.map((target) => [target, weights]));
  }
  return Object.fromEntries(
    Object.entries(given).map(([target, list]) => {
      if (!Object.hasOwn(labels, target))
        throw new EspalierError(`"sampleWeights" has "${target}", for which the data has no labels`, {
          hint: suggestion(target, targets, "leave it out"),
        });
      return [target, checked(list, ` for "${target}"`, size)];
    }),
  );
}

function isList(given: NumberList | ByTarget): given is NumberList {
  return Array.isArray(given) || given instanceof Float32Array;
}

function checked(given: NumberList, target: string, size: number): Float32Array {
  // In JavaScript nobody has checked it.
  if (!isList(given))
    throw new EspalierError(`the sample weights${target} are no list`, {
      hint: "give a number for each sample",
    });
  if (given.length !== size)
    throw new EspalierError(`there are ${given.length} sample weights${target} for ${size} samples`, {
      hint: "give one for each sample",
    });
  const weights = Float32Array.from(given);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0)
    throw new EspalierError(`sample ${wrong} has the weight ${String(given[wrong])}${target}`, {
      hint: "weights are finite numbers of at least 0; 0 leaves the sample out of the loss",
    });
  return weights;
}

/* Messages about the plan of the training. */
import { nearest } from "../../text/suggest";
import type { Target } from "../ir";
import type { Message } from "../message";
import { hasWildcard } from "../plan/glob";
import { longestPattern } from "../plan/patterns";
import { list, quote, suggestion } from "../../text/wording";

export const noHeads = (): Message => ({
  message: `no node has a head: there is nothing to learn and nothing to predict`,
  hint: `add { "type": "head", "target": … } where the network ends`,
});

export const nothingTrainable = (): Message => ({
  message: `nothing in the network can be trained`,
  hint: `add a layer with weights, or allow training to change the loaded ones`,
});

export const patternMatchesNothing = (pattern: string, paths: readonly string[]): Message => {
  const foreign = whatToWrite(pattern);
  if (foreign !== undefined) return { message: `no weight's path matches ${quote(pattern)}`, hint: foreign };
  const places = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1))
      places.add(path.slice(0, end));
  }
  const meant = nearest(pattern.replace(/^!|\/\*+$/g, ""), [...places]);
  const nodes = [...new Set(paths.map((path) => path.split("/")[0] ?? path))];
  return {
    message: `no weight's path matches ${quote(pattern)}`,
    hint:
      meant === undefined
        ? `begin with a node that has weights: ${list(nodes, "or")}`
        : `did you mean ${quote(meant)}?`,
  };
};

/** What stands for what other patterns know; here it would be a name's own letters. */
function whatToWrite(pattern: string): string | undefined {
  if (pattern.length > longestPattern && hasWildcard(pattern)) {
    return `a pattern with wildcards has at most ${longestPattern} characters: write several`;
  }
  if (pattern.length > longestPattern) return undefined;
  if (pattern.includes("\\")) return `names need no backslash: write them as they are, with "/" between`;
  if (/\{[^{}]*\.\.[^{}]*\}/.test(pattern)) return `a range means nothing here: write "{1,2,3}"`;
  if (/[[\]]/.test(pattern))
    return `brackets mean nothing here: write "{a,b}" for either, or "?" for any letter`;
  if (/[()|]/.test(pattern))
    return `write "{a,b}" for either, and "!" before a pattern of its own for what is left out`;
  return undefined;
}

export const patternOfFixed = (pattern: string): Message => ({
  message: `the weights that ${quote(pattern)} matches do not train`,
  hint: `remove the pattern, or the "trainable": false of the loaded model`,
});

export const exceptionsByPenalty = (pattern: string): Message => ({
  message: `${quote(pattern)} takes nothing away here: each pattern has a penalty of its own`,
  hint: `put ${quote(pattern.replace(/^!/, ""))} behind the others, with "l2": 0`,
});

export const settingsOfUntrained = (pattern: string): Message => ({
  message: `no phase with this optimizer trains the weights that ${quote(pattern)} matches`,
  hint: `remove the pattern, or train them`,
});

export const patternIsIdle = (pattern: string): Message => ({
  message: `no loss of this phase depends on the weights that ${quote(pattern)} matches`,
  hint: `remove the pattern, or add a head that depends on them to "heads"`,
});

export const phaseWithoutHeads = (phase: string, patterns: readonly string[]): Message => ({
  message: `no head depends on what the phase ${quote(phase)} trains (${list(patterns.map(quote))})`,
  hint: `train something that a head's value is made of`,
});

export const phaseMovesNothing = (phase: string, heads: readonly string[]): Message => ({
  message: `the losses of the phase ${quote(phase)} (${list(heads)}) depend on nothing that it trains`,
  hint: `name heads that depend on it, or leave "heads" out`,
});

export const neverTrained = (path: string): Message => ({
  message: `no phase trains ${quote(path)}`,
  hint: `add ${quote(`${path}/**`)} to the "train" of a phase`,
});

export const unknownMetric = (name: string, phase: string, known: readonly string[]): Message => ({
  message: `the phase ${quote(phase)} has no figure ${quote(name)}`,
  hint: suggestion(name, known, `watch one of its own`),
});

export const metricOfOthers = (head: string, predicts: Target["kind"], metric: string): Message => ({
  message: `the head ${quote(head)} predicts ${predicts}, which have no ${metric}`,
  hint: `watch its loss`,
});

export const metricNotCounted = (head: string, metric: string): Message => ({
  message: `the head ${quote(head)} does not count ${quote(metric)}`,
  hint: `add it to the "metrics" of the head, or watch its loss`,
});

export const metricOfOtherHead = (head: string, phase: string, own: readonly string[]): Message => ({
  message: `the loss of the head ${quote(head)} does not count in the phase ${quote(phase)}, which has no figures of it`,
  hint: `watch "loss" or a figure of ${list(own, "or")}`,
});

export const noValidation = (monitor: string): Message => ({
  message: `${quote(monitor)} is a figure of validation samples, and none are kept`,
  hint: `set "validationSplit" in "training", or give validation samples when you train`,
});

export const turnIsIdle = (turn: string, phase: string): Message => ({
  message: `the turn ${quote(turn)} of the phase ${quote(phase)} would move nothing, and is left out`,
  hint: `let the phase train something that these samples run through`,
});

export const oneTurn = (turn: string, phase: string): Message => ({
  message: `the phase ${quote(phase)} has the turn ${quote(turn)} only: nothing alternates`,
  hint: `remove "alternate", or train more in this phase`,
});

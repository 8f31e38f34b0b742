/*
 * Whether a checkpoint's position is one that this run can come to. Its checksum says that nothing was changed by
 * accident; this refuses what was put together by hand or by a fault.
 */
import type { Graph, Phase } from "../graph/ir";
import { startStates, type MetricState } from "../metrics";
import type { RunPosition } from "./position";

/** What is wrong with a position in the plan of a network; `undefined` where nothing is. */
export function faultOfPosition(
  { phases, heads }: Pick<Graph, "phases" | "heads">,
  position: RunPosition,
): string | undefined {
  const { phase, epoch, step, steps } = position;
  if (phase > phases.length) return `it stands in phase ${phase + 1} of ${phases.length}`;
  const current = phases[phase];
  if (current ? epoch > current.epochs : epoch > 0)
    return `it stands in epoch ${epoch + 1} of ${current?.epochs ?? 0}`;
  if (!current && step > 0) return "it stands in the middle of a run that is over";
  if (step > steps || (epoch + phase === 0 && steps !== step)) return "its numbers of steps do not agree";
  const { stopping } = position;
  if (stopping.bestEpoch > epoch || stopping.waited > epoch)
    return "its early stopping waited longer than it ran";
  const fault = faultOfPlateau(current, position);
  if (fault !== undefined) return fault;
  const ran = new Map(
    heads.filter(({ path }) => current?.heads.includes(path)).map((head) => [head.name, head]),
  );
  const sums = Object.entries(position.sums);
  if ((step === 0 && sums.length > 0) || sums.some(([name]) => !ran.has(name)))
    return "it has sums of heads that did not run";
  for (const [name, { valid, metrics }] of sums) {
    const started = valid > 0 ? startStates(ran.get(name)!) : {};
    if (formOf(metrics) !== formOf(started)) return `its metrics are not those of the head "${name}"`;
  }
  if (position.penalty.steps > step) return "it has penalties of steps that it has not done";
  if (position.seconds.epoch > position.seconds.total) return "its seconds do not agree";
  return faultOfHistory(phases, position);
}

/** Only a phase that lowers its rates has one, from its first epoch on. */
function faultOfPlateau(phase: Phase | undefined, { epoch, plateau }: RunPosition): string | undefined {
  if (!plateau) return undefined;
  const rule = phase?.reduceOnPlateau;
  const sound = rule && plateau.waited <= epoch && plateau.cooldown <= rule.cooldown && plateau.factor <= 1;
  return sound ? undefined : "its plateau is none that its phase can come to";
}

/** Names and lengths of what metrics have counted, without the numbers. */
function formOf(states: Readonly<Record<string, MetricState>>): string {
  const forms = Object.entries(states).flatMap(([metric, state]) =>
    Object.entries(state).map(([name, counts]) => [metric, name, Array.isArray(counts) ? counts.length : -1]),
  );
  return JSON.stringify(forms.map((form) => JSON.stringify(form)).sort());
}

/** Each phase's epochs from 1 on, one after another; of the current phase those that are complete. */
function faultOfHistory(
  phases: readonly Phase[],
  { phase, epoch, history }: RunPosition,
): string | undefined {
  let next = 0;
  for (const [number, { name, epochs }] of phases.slice(0, phase + 1).entries()) {
    let count = 0;
    while (history[next]?.phase === name && history[next]?.epoch === count + 1) {
      count += 1;
      next += 1;
    }
    const fits = number === phase ? count === epoch : count > 0 && count <= epochs;
    if (!fits) return `its history has ${count} epochs of phase "${name}"`;
  }
  return next === history.length ? undefined : "its history has epochs of other phases";
}

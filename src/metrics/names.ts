/*
 * The names of the numbers that an epoch comes to: `loss` and a metric's name for all heads together, `species/loss` for
 * one head, `val/…` for validation samples. They are built and read here and nowhere else.
 */

/** What a name says. */
export interface EpochName {
  readonly validation: boolean;
  /** Name of the head (`species`, `breed/cat`); `undefined` for all heads together. */
  readonly head: string | undefined;
  /** `loss`, or the name of a metric. */
  readonly metric: string;
}

/** What is minimised beside the losses of heads: of training only, and of no head. */
export const penaltyName = "penalty";

const validationPrefix = "val/";

/** `val/breed/cat/accuracy`. */
export function formatName({ validation, head, metric }: EpochName): string {
  return `${validation ? validationPrefix : ""}${head === undefined ? "" : `${head}/`}${metric}`;
}

/** `val/breed/cat/accuracy` -> validation, head `breed/cat`, metric `accuracy`. */
export function parseName(name: string): EpochName {
  const validation = name.startsWith(validationPrefix);
  const rest = validation ? name.slice(validationPrefix.length) : name;
  const slash = rest.lastIndexOf("/");
  return { validation, head: slash < 0 ? undefined : rest.slice(0, slash), metric: rest.slice(slash + 1) };
}

/** A head as names need it: what it is called, and what is counted of it. */
export interface NamedHead {
  readonly name: string;
  readonly metrics: readonly { readonly type: string }[];
}

/** The names of an epoch that trains these heads: of all heads, of each, then the same of the validation samples. */
export function namesOf(heads: readonly NamedHead[]): string[] {
  const metrics = new Set(heads.flatMap((head) => head.metrics.map(({ type }) => type)));
  const names: Omit<EpochName, "validation">[] = [
    { head: undefined, metric: "loss" },
    ...Array.from(metrics, (metric) => ({ head: undefined, metric })),
    ...heads.map(({ name }) => ({ head: name, metric: "loss" })),
    ...heads.flatMap(({ name, metrics }) => metrics.map(({ type }) => ({ head: name, metric: type }))),
  ];
  return [false, true].flatMap((validation) => names.map((name) => formatName({ ...name, validation })));
}

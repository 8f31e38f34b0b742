import { EspalierError } from "./errors";

/**
 * Refuses options that a function does not have: from plain JavaScript a misspelt one would be ignored in silence.
 *
 * @param known names of the options that there are
 * @param advice name of an option that people write here by mistake -> what to do in its place
 * @throws EspalierError naming the option and those that there are
 */
export function checkOptions(
  what: string,
  options: object,
  known: readonly string[],
  advice: Readonly<Record<string, string>> = {},
): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const special = Object.hasOwn(advice, name) ? advice[name] : undefined;
    throw new EspalierError(`${what} has no option "${name}"`, {
      hint: special ?? (known.length > 0 ? `its options are ${known.join(", ")}` : "it has none"),
    });
  }
}

/** What kind of value an option takes, for every option that there is: the type makes the compiler list what is missing. */
export type OptionKinds<Options> = {
  readonly [Name in keyof Required<Options>]: "string" | "number" | "boolean" | "function" | "object" | "any";
};

/**
 * `checkOptions`, and refuses values of another kind. `undefined` stands for the option's default.
 *
 * @throws EspalierError naming the option and what it takes
 */
export function checkOptionKinds<Options extends object>(
  what: string,
  options: Options,
  kinds: OptionKinds<Options>,
  advice: Readonly<Record<string, string>> = {},
): void {
  if (typeof options !== "object" || (options as unknown) === null) {
    throw new EspalierError(`${what}: the options are ${describe(options)}`, {
      hint: "give them as an object, or none",
    });
  }
  checkOptions(what, options, Object.keys(kinds), advice);
  for (const [name, kind] of Object.entries<string>(kinds)) {
    const value = (options as Record<string, unknown>)[name];
    if (value === undefined || kind === "any") continue;
    if (typeof value === kind && value !== null && !Number.isNaN(value)) continue;
    throw new EspalierError(`${what}: ${name} is ${describe(value)}`, {
      hint: `give ${kind === "object" ? "an" : "a"} ${kind}`,
    });
  }
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return typeof value === "function" ? "a function" : String(value);
}

/**
 * Refuses a call without something that the function cannot do without, or with something of another kind.
 *
 * @param what the function
 * @param needs what is needed, such as `the path of a file`
 * @throws EspalierError
 */
export function requireKind(value: unknown, kind: "string" | "object", what: string, needs: string): void {
  if (typeof value === kind && value !== null && !Array.isArray(value)) return;
  throw new EspalierError(`${what} needs ${needs}, and this is ${describe(value)}`);
}

/**
 * Refuses a value that is none of those that an option can have; `undefined` stands for the option's default.
 *
 * @throws EspalierError naming the option, the value and the values that there are
 */
export function checkChoice(
  what: string,
  option: string,
  value: string | undefined,
  known: readonly string[],
): void {
  if (value === undefined || known.includes(value)) return;
  throw new EspalierError(`${what}: ${option} is ${JSON.stringify(value)}`, {
    hint: `choose ${known.map((name) => JSON.stringify(name)).join(" or ")}`,
  });
}

/**
 * Refuses a promise where a value is needed: in plain JavaScript a forgotten `await` would show much later, as something
 * that is not there.
 *
 * @param what such as `train needs a model`
 * @param maker what to await, such as `build(…)`
 * @throws EspalierError
 */
export function refusePromise(value: unknown, what: string, maker: string): void {
  if (typeof (value as { then?: unknown } | null | undefined)?.then !== "function") return;
  throw new EspalierError(`${what}, and this is a promise of one`, { hint: `write await ${maker}` });
}

/**
 * Refuses what is no report where one is needed: nothing, a promise of one, an experiment, a list.
 *
 * @param what such as `verdict`
 * @throws EspalierError
 */
export function requireReport(report: unknown, what: string): void {
  refusePromise(report, `${what} needs a report`, "compare(…)");
  const parts = (typeof report === "object" && report !== null ? report : {}) as Record<string, unknown>;
  if (Array.isArray(parts["approaches"]) && Array.isArray(parts["runs"])) return;
  throw new EspalierError(
    `${what} needs a report, and this is ${report === undefined ? "undefined" : report === null ? "null" : "none"}`,
    {
      hint: "give what compare(…) or readReport(…) returned",
    },
  );
}

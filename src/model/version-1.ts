/*
 * The network of a model file of version 1, which held the library's own normal form of that time in place of what the
 * author wrote. It is written back as a spec and read like any other: what is not understood here stays in it, and the
 * schema then refuses it.
 */
import { damaged } from "../files";

type Fields = Readonly<Record<string, unknown>>;

/** The spec that a normal form of version 1 stands for; to be checked like a stranger's. */
export function specOfVersion1(normal: Fields, where: string): unknown {
  const fields = (value: unknown): Fields => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
    throw damaged("its network is not what version 1 wrote", where);
  };
  const list = (value: unknown): Fields[] => {
    if (Array.isArray(value)) return value.map(fields);
    throw damaged("its network is not what version 1 wrote", where);
  };
  /** A list of named things as an object, without their names and places. */
  const named = (value: unknown, key: string, convert: (one: Fields) => unknown): Fields => {
    const entries = list(value).map(
      (one) => [String(one[key]), convert(without(one, key, "pointer"))] as const,
    );
    if (new Set(entries.map(([name]) => name)).size < entries.length)
      throw damaged("its network names something twice", where);
    return Object.fromEntries(entries);
  };

  const item = (value: Fields): Fields => {
    const { kind, ...rest } = without(value, "pointer");
    return kind === "layer"
      ? { ...without(rest, "layer"), ...fields(rest["layer"]) }
      : { type: kind, ...rest };
  };
  const single = (value: Fields | undefined): Fields => {
    const { name, ...rest } = item(fields(value));
    const implied = rest["type"] === "module" ? rest["module"] : rest["type"];
    return name === implied ? rest : { name, ...rest };
  };
  const branch = ({ items, ...rest }: Fields): Fields => ({ ...rest, layers: list(items).map(item) });
  const node = ({ kind, single: alone, items, branches, ...rest }: Fields): Fields => {
    if (kind !== "stack" && kind !== "route") throw damaged("its network is not what version 1 wrote", where);
    if (kind === "route") return { type: "route", ...rest, branches: named(branches, "key", branch) };
    return alone === true
      ? { ...single(list(items)[0]), ...rest }
      : { ...rest, layers: list(items).map(item) };
  };
  const target = ({ kind, of, groups, ...rest }: Fields): Fields => {
    if (kind !== "groups") return rest;
    return { groups: of, classes: named(groups, "name", ({ members }) => members), ...rest };
  };
  const phase = (value: Fields): Fields => {
    const plan: Record<string, unknown> = { ...without(value, "pointer") };
    for (const key of ["earlyStopping", "alternate"]) {
      if (plan[key] !== undefined) plan[key] = without(fields(plan[key]), "pointer");
    }
    return plan;
  };

  const { phases, ...training } = fields(normal["training"]);
  return {
    ...normal,
    inputs: named(normal["inputs"], "name", (input) => input),
    targets: named(normal["targets"], "name", target),
    modules: Object.fromEntries(
      Object.entries(fields(normal["modules"])).map(([name, items]) => [name, list(items).map(item)]),
    ),
    nodes: named(normal["nodes"], "name", node),
    training: { ...training, phases: list(phases).map(phase) },
  };
}

function without(value: Fields, ...keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

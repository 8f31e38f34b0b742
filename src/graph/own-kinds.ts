/* Which kinds of one's own a network needs: what a saved model says, and what must be there before it is opened. */
import { hasColon, type OwnRoom } from "../open-table";
import { ownForms } from "../spec/own-forms";
import type { Graph } from "./ir";

/** Names by room, each once, in order of their first use. */
export type OwnKinds = { readonly [R in OwnRoom]?: readonly string[] };

/** The kinds of one's own among those that a graph names. */
export function ownKindsOf({ nodes, heads, phases }: Pick<Graph, "nodes" | "heads" | "phases">): OwnKinds {
  const layers = [...nodes.values()].flatMap((node) => (node.kind === "layer" ? [node.layer.type] : []));
  const named: Readonly<Record<OwnRoom, readonly string[]>> = {
    layer: layers,
    loss: heads.map(({ loss }) => loss.type),
    metric: heads.flatMap(({ metrics }) => metrics.map(({ type }) => type)),
    weighting: phases.map(({ weighting }) => (typeof weighting === "string" ? weighting : weighting.type)),
    optimizer: phases.map(({ optimizer }) => optimizer.type),
    turns: phases.flatMap(({ alternation }) => (alternation ? [alternation.schedule.type] : [])),
  };
  return Object.fromEntries(
    Object.entries(named).flatMap(([room, names]) => {
      const own = new Set(names.filter(hasColon));
      return own.size > 0 ? [[room, [...own]]] : [];
    }),
  );
}

/** Those that nobody defined. */
export function undefinedOf(kinds: OwnKinds): { readonly room: OwnRoom; readonly name: string }[] {
  return (Object.keys(ownForms) as OwnRoom[]).flatMap((room) =>
    (kinds[room] ?? [])
      .filter((name) => ownForms[room].find(name) === undefined)
      .map((name) => ({ room, name })),
  );
}

/* What one level of boxes within boxes is made of: neighbours, ports on the border around them, and what leads between. */
import type { Box, Edge, Picture, Role } from "../model";
import { Nesting } from "../model/links";

/** What leads from one neighbour, or a port, to others. */
export interface Net {
  /** Says which value it carries and how: the same for all ports that it passes. */
  readonly key: string;
  readonly role: Role;
  readonly branch?: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly label: string;
}

export const inPort = (key: string): string => `in ${key}`;
export const outPort = (key: string): string => `out ${key}`;

/** The nets of each level, by the id of the box around it; of the top level by "". */
export function netsOf({ boxes, edges }: Picture): ReadonlyMap<string, readonly Net[]> {
  const nesting = new Nesting(boxes);
  const kinds = new Map<string, Box["kind"]>();
  const enter = (box: Box) => {
    kinds.set(box.id, box.kind);
    box.boxes.forEach(enter);
  };
  boxes.forEach(enter);
  const levels = new Map<string, Map<string, Omit<Net, "to"> & { readonly to: Set<string> }>>();
  const add = (level: string, from: string, to: string, edge: Edge) => {
    let nets = levels.get(level);
    if (!nets) levels.set(level, (nets = new Map<string, Omit<Net, "to"> & { readonly to: Set<string> }>()));
    const key = keyOf(edge);
    const id = JSON.stringify([from, key]);
    const net = nets.get(id);
    if (!net) {
      const { role, label, branch } = edge;
      nets.set(id, { key, role, from, to: new Set([to]), label, ...(branch !== undefined && { branch }) });
    } else net.to.add(to);
  };
  for (const edge of edges) {
    const parts = nesting.part(edge.from, edge.to);
    if (!parts) continue;
    const [a, b] = parts;
    add(nesting.around(a) ?? "", a, b, edge);
    const key = keyOf(edge);
    const out = nesting.trail(edge.from);
    for (let i = out.indexOf(a); i < out.length - 1; i++) add(out[i]!, out[i + 1]!, outPort(key), edge);
    const into = nesting.trail(edge.to);
    for (let i = into.indexOf(b); i < into.length - 1; i++) {
      // What enters a route enters its branches: which of them is the decision's to say.
      const isSaid = kinds.get(into[i]!) === "route" && kinds.get(into[i + 1]!) === "branch";
      if (!isSaid) add(into[i]!, inPort(key), into[i + 1]!, edge);
    }
  }
  return new Map(
    [...levels].map(([level, nets]) => [
      level,
      [...nets.values()].map((net) => ({ ...net, to: [...net.to] })),
    ]),
  );
}

const keyOf = ({ role, value, branch }: Edge): string => JSON.stringify([role, value, branch ?? null]);

/** How who decides on a route does so. */
import { deciderKey } from "../../graph/deciders";
import type { DecidedBy, DeciderKey } from "../../graph/ir";
import type { Deciding } from "./deciding";
import { deciders } from "./table.generated";

export type { RowFacts } from "./deciding";

export const decidingOf = (by: DecidedBy): Deciding<DeciderKey> =>
  // The table's type ties each kind to its own form; indexing by a union loses that.
  deciders[deciderKey(by)];

/* Kinds of one's own in a spec: their names have a colon, and what they may say is what their definitions say. */
import { hasColon, notDefined, type OwnRoom } from "../../open-table";
import { nearest } from "../../text/suggest";
import type { JsonSchema } from "../json-schema";
import * as messages from "../messages/index";
import { didYouMean } from "../messages/words";
import { ownForms, ownMember, ownRoomOf } from "../own-forms";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import { isObject } from "./describe";

type Path = readonly (string | number)[];

/** What a value is meant to be, or what is wrong with it. */
export type Choice = { readonly member: JsonSchema } | { readonly problem: Problem };

/** For a name with a colon that nobody defined. */
export function ownProblem(room: OwnRoom, name: string): messages.Wording {
  const { message, hint } = notDefined(room, name);
  const meant = nearest(name, ownForms[room].ownNames());
  return { message, hint: meant === undefined ? hint : didYouMean(meant) };
}

/**
 * The member of a union for a value that names a kind of one's own; `undefined` where it names none, or no kind of one's
 * own may stand there.
 *
 * @param fitting the members of the union that take this kind of value
 */
export function chooseOwn(fitting: readonly JsonSchema[], value: unknown, path: Path): Choice | undefined {
  const name = isObject(value) ? value.type : value;
  if (!hasColon(name)) return undefined;
  for (const member of fitting) {
    const room = ownRoomOf(member);
    if (room === undefined) continue;
    const schema = ownForms[room].find(name)?.schema;
    const bare = typeof value === "string";
    if (!schema) return wrong(bare ? path : [...path, "type"], ownProblem(room, name));
    if (!bare) return { member: ownMember(member, name, schema) };
    const needed = schema.required ?? [];
    if (needed.length > 0) return wrong(path, messages.bareNeedsOptions(name, needed));
    return { member: { type: "string" } };
  }
  return undefined;
}

function wrong(path: Path, wording: messages.Wording): Choice {
  return { problem: error(pointerTo("", ...path), wording) };
}

/* What all definitions have in common: a name with a colon, functions, options, and a text that tells two of them apart. */
import { EspalierError } from "../errors";
import { checkOwnName, ownRooms, type OwnName, type OwnRoom } from "../open-table";
import { checkOptionKinds, type OptionKinds } from "../options";
import type { JsonSchema } from "../spec/json-schema";
import { ownForms } from "../spec/own-forms";
import { optionSchema, type OptionForms } from "./options";

/**
 * Checks a definition and enters what specs must know of it. The last thing that may be refused: what a room needs besides
 * is entered after it, and cannot fail.
 *
 * @param formOf what a spec may say, from the definition's options
 * @throws EspalierError where the name, a part or an option is none
 */
export function enter<Definition extends object>(
  room: OwnRoom,
  name: OwnName,
  definition: Definition,
  kinds: OptionKinds<Definition>,
  required: readonly (keyof Definition & string)[],
  formOf: (options: JsonSchema) => JsonSchema = (options) => options,
): void {
  const { define, noun } = ownRooms[room];
  checkOwnName(room, name);
  checkOptionKinds(define, definition, kinds);
  for (const part of required) {
    if (definition[part] !== undefined) continue;
    throw new EspalierError(`${define}: ${part} is missing`, {
      where: name,
      hint: `a ${noun} of your own needs ${required.join(", ")}`,
    });
  }
  const { options } = definition as { readonly options?: OptionForms };
  const schema = formOf(optionSchema(room, name, options));
  ownForms[room].set(name, { schema, text: textOf(definition) });
}

/** Functions by their source: what they take from around them is not in it. */
function textOf(definition: object): string {
  return JSON.stringify(definition, (_, value: unknown) =>
    typeof value === "function" ? String(value) : value,
  );
}

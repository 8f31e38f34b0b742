import { EspalierError } from "../errors";
import { suggestion } from "../text/wording";

/**
 * Refuses names that bind nothing: of a target or tag that the data does not have, empty, or twice.
 *
 * @param key where they stand: `classes` or `tagValues`
 * @param owners what may have names, by name
 */
export function checkNames(
  key: string,
  names: Readonly<Record<string, readonly string[]>> | undefined,
  owners: Readonly<Record<string, unknown>>,
): void {
  for (const [owner, list] of Object.entries(names ?? {})) {
    if (!Object.hasOwn(owners, owner))
      throw new EspalierError(`"${key}" names "${owner}", which the data does not have`, {
        hint: suggestion(owner, Object.keys(owners), "leave it out"),
      });
    // In JavaScript nobody has checked it.
    const texts: unknown = list;
    if (!Array.isArray(texts) || !texts.every((name) => typeof name === "string" && name !== ""))
      throw new EspalierError(`the names of "${owner}" in "${key}" are no list of texts`, {
        hint: `write ${key}: { "${owner}": ["…", "…"] }`,
      });
    const seen = new Set<string>();
    const twice = list.find((name) => seen.size === seen.add(name).size);
    if (twice !== undefined)
      throw new EspalierError(`two of the names of "${owner}" in "${key}" are "${twice}"`, {
        hint: "give each a name of its own",
      });
  }
}

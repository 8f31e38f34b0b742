/*
 * `paths` and `baseUrl` of a tsconfig.json, which TypeScript resolves and Node knows nothing of.
 * Source: "Path mapping" in TypeScript's module reference.
 */
import { resolve } from "node:path";

/** As TypeScript's own options have it, their folders absolute. */
export interface PathOptions {
  readonly baseUrl?: string | undefined;
  readonly paths?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The folder of the file that says `paths`, where there is no `baseUrl`. */
  readonly pathsBasePath?: unknown;
}

/** The paths that a specifier may stand for, in order, endings left out as it leaves them out. */
export function mappedPaths(
  specifier: string,
  { baseUrl, paths = {}, pathsBasePath }: PathOptions,
): string[] {
  const base = baseUrl ?? (typeof pathsBasePath === "string" ? pathsBasePath : undefined);
  if (base === undefined) return [];
  const best = bestPattern(specifier, Object.keys(paths));
  if (best)
    return paths[best.pattern]!.map((path) =>
      resolve(
        base,
        path.replace("*", () => best.star),
      ),
    );
  return baseUrl === undefined ? [] : [resolve(baseUrl, specifier)];
}

/** A pattern that is the specifier itself; else the one with the longest text before its star. */
function bestPattern(
  specifier: string,
  patterns: readonly string[],
): { pattern: string; star: string } | undefined {
  if (patterns.includes(specifier)) return { pattern: specifier, star: "" };
  const matches = patterns.flatMap((pattern) => {
    const [before, after, ...more] = pattern.split("*");
    if (before === undefined || after === undefined || more.length > 0) return [];
    const isMatch =
      specifier.length >= before.length + after.length &&
      specifier.startsWith(before) &&
      specifier.endsWith(after);
    return isMatch
      ? [{ pattern, before, star: specifier.slice(before.length, specifier.length - after.length) }]
      : [];
  });
  return matches.sort((one, other) => other.before.length - one.before.length)[0];
}

/* Patterns over paths: `gate/**`, or `gate` for short. */
// The entry for POSIX paths: the package's main one asks the platform, and backslashes are never separators here.
import picomatch from "picomatch/posix";

/** Whether a path is what a bare name or path stands for, or lies under it. Any name will do, whatever its letters. */
function isUnder(prefix: string, path: string): boolean {
  return path === prefix || path.startsWith(`${prefix.replace(/\/+$/, "")}/`);
}

/**
 * The paths that one of the patterns matches, in the order of `paths`. `*` stands for one name, `**` for any number of
 * them; a bare prefix `gate` means `gate/**` too. A pattern with `!` before it takes away what those before it matched.
 */
export function matchPaths(patterns: readonly string[], paths: readonly string[]): string[] {
  const chosen = new Set<string>();
  for (const pattern of patterns) {
    const exclude = pattern.startsWith("!");
    const matches = matcher(exclude ? pattern.slice(1) : pattern);
    for (const path of paths) {
      if (!matches(path)) continue;
      if (exclude) chosen.delete(path);
      else chosen.add(path);
    }
  }
  return paths.filter((path) => chosen.has(path));
}

function matcher(pattern: string): (path: string) => boolean {
  if (pattern === "") return () => false;
  const whole = picomatch(pattern, { dot: true });
  const below = picomatch(`${pattern}/**`, { dot: true });
  return (path) => isUnder(pattern, path) || whole(path) || below(path);
}

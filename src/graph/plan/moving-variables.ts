import type { LayerNode } from "../ir";
import { statisticsOf } from "../layers";

/**
 * The variables that move while something trains, and which layers are frozen with them. The one place of that rule: the
 * forward pass and what is said before a training ask it here.
 */
export class MovingVariables {
  /** All that the paths of the variables lie under. */
  private folders: ReadonlySet<string> | undefined;

  /** @param paths of the variables */
  constructor(private readonly paths: ReadonlySet<string>) {}

  /**
   * Whether a layer keeps its moving statistics and uses them, as a frozen layer does in Keras. It follows its own
   * weights (of batch normalisation gamma and beta); without them, what else is trained in its stack.
   */
  isFrozen({ layer, variables }: LayerNode): boolean {
    const statistics = statisticsOf(layer);
    if (!statistics) return false;
    if (variables.length > statistics.weights) return !variables.some((path) => this.paths.has(path));
    const stack = variables[0]!.split("/").slice(0, -2).join("/");
    if (stack === "") return this.paths.size === 0;
    this.folders ??= foldersOf(this.paths);
    return !this.folders.has(stack);
  }
}

function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1))
      folders.add(path.slice(0, end));
  }
  return folders;
}

/* A Functional model of Keras whose layers stand one after another. */
import { EspalierError } from "../../errors";
import { briefly } from "./keras-config";
import type { KerasLayer } from "./keras-document";

/** What a call may say that changes nothing, beside what the layer's own conversion reads. */
const CALL = ["use_causal_mask"];

/**
 * The layers of a Functional model, each of which takes in the one before and nothing else (attention: as query, value and key);
 * what a call says beside stands in the layer's config.
 *
 * @throws EspalierError naming the layer that takes in something else
 */
export function chainOf(layers: readonly KerasLayer[], file: string): readonly KerasLayer[] {
  return layers.map((layer, i) => {
    const { sources, said } = callOf(layer);
    const before = i === 0 ? [] : [layers[i - 1]!.config.name];
    const other = [...sources].filter((source) => !before.includes(source));
    if (sources.size !== before.length || other.length > 0)
      throw new EspalierError(
        `it takes in ${other.length > 0 ? other.join(", ").slice(0, 200) : "nothing"}, and not just the layer before it`,
        {
          where: `${file}, layer "${layer.config.name}"`,
          hint: "only a model whose layers stand one after another can be loaded as a stack",
        },
      );
    return { ...layer, config: { ...layer.config, ...said } };
  });
}

/** The layers whose values enter, by name, and what the call says beside. */
function callOf({ inbound_nodes: calls, config }: KerasLayer): {
  sources: ReadonlySet<string>;
  said: Readonly<Record<string, unknown>>;
} {
  const sources = new Set<string>();
  const said: Record<string, unknown> = {};
  if (!Array.isArray(calls) || calls.length === 0) return { sources, said };
  if (calls.length > 1) throw new EspalierError(`the layer "${config.name}" is used ${calls.length} times`);
  const call = calls[0] as unknown;
  if (Array.isArray(call)) {
    // Keras before 3, and tfjs: [name, node, tensor, what the call says] for each value.
    for (const entry of call as unknown[]) {
      const [name, , , more] = Array.isArray(entry) ? (entry as unknown[]) : [];
      sources.add(String(name));
      addSaid(said, more, config.name);
    }
    return { sources, said };
  }
  const { args, kwargs } = Object(call) as { readonly args?: unknown; readonly kwargs?: unknown };
  collect(args, sources);
  addSaid(said, kwargs, config.name);
  return { sources, said };
}

/** The layers that tensors in Keras 3's form come from. */
function collect(value: unknown, sources: Set<string>): void {
  if (Array.isArray(value)) for (const part of value as unknown[]) collect(part, sources);
  else if (typeof value === "object" && value !== null) {
    const { config } = value as { readonly config?: { readonly keras_history?: unknown } };
    const history = config?.keras_history;
    sources.add(Array.isArray(history) ? String(history[0]) : briefly(value));
  }
}

function addSaid(said: Record<string, unknown>, call: unknown, name: string): void {
  for (const [key, value] of Object.entries(Object(call) as object)) {
    if (CALL.includes(key)) said[key] = value;
    else if (value !== null && value !== false)
      throw new EspalierError(`the layer "${name}" is called with ${key.slice(0, 60)} = ${briefly(value)}`, {
        hint: "Espalier cannot say that of a layer in a stack",
      });
  }
}

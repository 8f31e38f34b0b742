/* The probabilities of a head's classes or of a gate's choices, as a value for other nodes. */
import type { NormalNodeBase } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import { quote } from "../../text/wording";
import { enter, pathOf } from "../build";
import type { Node, NodeBase } from "../ir";
import { activationFlops } from "../layers/kind";
import * as messages from "../messages";
import type { NodeKind } from "./kind";
import { leaf } from "./kind";
import { mentions, resolveSources, sourceNames } from "./sources";

export interface NormalProbabilities extends NormalNodeBase {
  kind: "probabilities";
  from: string[];
}

/**
 * `[classes]` of the head that enters: softmax of its logits; of one logit, the sigmoid's two sides. `[choices]` of a gate: at its
 * temperature, without noise.
 */
export interface ProbabilitiesNode extends NodeBase {
  readonly kind: "probabilities";
}

declare module "../../spec/normal" {
  interface NormalNodeKinds {
    probabilities: NormalProbabilities;
  }
}

declare module "../ir" {
  interface NodeKinds {
    probabilities: ProbabilitiesNode;
  }
}

export const probabilities: NodeKind<"probabilities"> = {
  ...leaf,
  normalise: (spec, { name, pointer, implied }) => ({
    kind: "probabilities",
    name,
    pointer,
    from: sourceNames(spec.from, implied),
  }),
  mentions: ({ from, pointer }) => mentions(from, pointer),
  needsFirst: () => [],
  stacks: () => [],
  build(build, { name, pointer, from }) {
    const sources = resolveSources(build, from, "all", () => pointer);
    const [value, ...others] = sources ?? [];
    if (!sources || !value) return undefined;
    if (others.length > 0) {
      build.report.error(pointer, messages.takesOne("probabilities", sources));
      return undefined;
    }
    const width = namesOf(build.nodes.get(value.path))?.length;
    if (width === undefined) {
      build.report.error(pointerTo(pointer, "from"), noHead(value.path));
      return undefined;
    }
    const node = enter(build, {
      kind: "probabilities",
      path: pathOf(build, name),
      pointer,
      inputs: [value.path],
      shape: [width],
      dtype: "float32",
      variables: [],
      flops: activationFlops("softmax", width),
      branches: [],
    });
    return node && { body: [node], output: node };
  },
  summary: () => "probabilities",
  look: () => ({ text: "probabilities", isHead: false }),
};

/** What there are probabilities of. */
function namesOf(node: Node | undefined): readonly string[] | undefined {
  if (node?.kind === "gate") return node.choices;
  return node?.kind === "head" ? node.classes : undefined;
}

const noHead = (name: string) => ({
  message: `${quote(name)} does not end in a head over classes or a gate, and has no probabilities`,
  hint: 'name a node that ends in { "type": "head", "target": … } for a target with classes, or in a "gate"',
});

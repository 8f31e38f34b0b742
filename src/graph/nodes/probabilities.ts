/* The class probabilities of a head, as a value for other nodes. */
import type { NormalNodeBase } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import { quote } from "../../text/wording";
import { enter, pathOf } from "../build";
import type { NodeBase } from "../ir";
import { activationFlops } from "../layers/kind";
import * as messages from "../messages";
import type { NodeKind } from "./kind";
import { leaf } from "./kind";
import { mentions, resolveSources, sourceNames } from "./sources";

export interface NormalProbabilities extends NormalNodeBase {
  kind: "probabilities";
  from: string[];
}

/** `[classes]` of the head that enters: softmax of its logits; of one logit, the sigmoid's two sides. */
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
    const head = build.nodes.get(value.path);
    if (head?.kind !== "head" || !head.classes) {
      build.report.error(pointerTo(pointer, "from"), noHead(value.path));
      return undefined;
    }
    const node = enter(build, {
      kind: "probabilities",
      path: pathOf(build, name),
      pointer,
      inputs: [head.path],
      shape: [head.classes.length],
      dtype: "float32",
      variables: [],
      flops: activationFlops("softmax", head.classes.length),
      branches: [],
    });
    return node && { body: [node], output: node };
  },
  summary: () => "probabilities",
  look: () => ({ text: "probabilities", isHead: false }),
};

const noHead = (name: string) => ({
  message: `${quote(name)} does not end in a head over classes, and has no probabilities`,
  hint: 'name a node that ends in { "type": "head", "target": … } for a target with classes',
});

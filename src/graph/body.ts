/* A body of nodes: the top level, a branch that is a network within, a module that is one. All are built alike. */
import { pointerTo } from "../spec/pointer";
import type { NormalNetwork, NormalNode } from "../spec/normal";
import type { Build, Built } from "./build";
import type { Node } from "./ir";
import type { Value } from "./layers/kind";
import * as messages from "./messages";
import type { Step } from "./modules";
import { ENTERING, Names, outputOf } from "./names";
import { writtenKind } from "./nodes";
import { orderNodes } from "./order";

/** The nodes of the body whose names `build` has; their values are entered there. `output`: what the body comes to. */
export function buildBody(build: Build, nodes: readonly NormalNode[], output?: string): Node[] {
  build.made.bodies.push({ names: build.names, output });
  return orderNodes(nodes, build.names, build.report).flatMap((node) => {
    const built = writtenKind(node).build(build, node);
    if (!built) return [];
    build.names.enter(node.name, [built.output]);
    return built.body;
  });
}

/** A network within, over what enters it; `undefined` if what it comes to has a problem, which is reported. */
export function buildNetwork(
  build: Build,
  step: Step,
  network: NormalNetwork,
  entering: readonly Value[],
): Built | undefined {
  const { nodes, pointer } = network;
  const output = outputOf(network);
  const around = step.inModule ? undefined : build.names;
  const branch = build.branches.at(-1)?.path;
  const names = new Names(step, nodes, new Set([ENTERING]), around, branch);
  if (!names.nodes.has(output)) {
    build.report.error(pointerTo(pointer, "output"), () =>
      messages.unknownOutput(output, [...names.nodes.keys()]),
    );
    return undefined;
  }
  names.enter(ENTERING, entering);
  const body = buildBody({ ...build, names }, nodes, output);
  const [value] = names.own(output) ?? [];
  return value && { body, output: value };
}

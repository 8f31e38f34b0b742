import type {
  GraphSpec,
  NetworkSpec,
  NodeSpec,
  NormalBranch,
  NormalGraph,
  NormalItem,
  NormalNetwork,
  NormalNode,
  NormalNodeBase,
  PhaseSpec,
  StackItem,
  TargetSpec,
} from "../../src/spec";

/** A normal graph written as a spec again, with nothing left out. */
export function explicitSpec(graph: NormalGraph): GraphSpec {
  return {
    name: graph.name,
    description: graph.description,
    tags: graph.tags,
    inputs: byName(graph.inputs, ({ shape, dtype, when, scale }) => ({
      shape,
      dtype,
      when,
      ...(scale && { scale }),
    })),
    targets: byName(graph.targets, explicitTarget),
    modules: Object.fromEntries(
      Object.entries(graph.modules).map(([name, items]) => [name, explicitContent(items)]),
    ),
    nodes: byName(graph.nodes, explicitNode),
    training: {
      seed: graph.training.seed,
      validationSplit: graph.training.validationSplit,
      phases: graph.training.phases.map((phase) => ({
        ...omit(phase, "pointer", "settings"),
        optimizer: {
          ...phase.optimizer,
          ...(phase.settings && { by: phase.settings.by }),
        } as NonNullable<PhaseSpec["optimizer"]>,
        reduceOnPlateau: phase.reduceOnPlateau && omit(phase.reduceOnPlateau, "pointer"),
        alternate: phase.alternate && omit(phase.alternate, "pointer"),
        earlyStopping: phase.earlyStopping && omit(phase.earlyStopping, "pointer"),
        regularization:
          phase.regularization &&
          Object.fromEntries(phase.regularization.rules.map((rule) => [rule.pattern, omit(rule, "pattern")])),
      })),
    },
    view: graph.view,
  };
}

function byName<T extends { name: string }, Spec>(list: T[], explicit: (entry: T) => Spec) {
  return Object.fromEntries(list.map((entry) => [entry.name, explicit(entry)]));
}

function explicitTarget(target: NormalGraph["targets"][number]): TargetSpec {
  switch (target.kind) {
    case "classes":
      return { classes: target.classes };
    case "labels":
      return { labels: target.labels };
    case "values":
      return { shape: target.shape };
    case "groups":
      return { groups: target.of, classes: byName(target.groups, ({ members }) => members) };
  }
}

/** A network within, or a list of items. */
function explicitContent(items: readonly NormalItem[]) {
  const [first] = items;
  return first?.kind === "network" ? explicitNetwork(first) : items.map(explicitItem);
}

function explicitNetwork({ nodes, output }: NormalNetwork): NetworkSpec {
  return { nodes: byName(nodes, explicitNode), ...(output !== undefined && { output }) };
}

function explicitItem(item: NormalItem): Exclude<StackItem, string> {
  switch (item.kind) {
    case "layer":
      return { ...item.layer, name: item.name };
    case "network":
      throw new Error("a network within is all that its stack holds");
    case "module":
    case "load":
    case "gate":
    case "head": {
      return { type: item.kind, ...omit(item, "kind", "pointer") } as Exclude<StackItem, string>;
    }
  }
}

function explicitNode(node: NormalNode): NodeSpec {
  if (node.kind === "route") {
    return {
      type: "route",
      by: node.by,
      select: node.select,
      ...(node.merge && { merge: node.merge }),
      ...(node.capacity && { capacity: node.capacity }),
      teacherForcing: node.teacherForcing,
      branches: Object.fromEntries(node.branches.map((branch) => [branch.key, explicitBranch(branch)])),
    };
  }
  if ("items" in node) {
    const { from } = node;
    const [first] = node.items;
    if (node.single && first) return { ...explicitItem(first), from };
    return { type: "stack", from, layers: node.items.map(explicitItem) };
  }
  // Of every other kind the normal form is what an author may write.
  const other: NormalNodeBase = node;
  return { ...omit(other, "kind", "name", "pointer"), type: other.kind } as NodeSpec;
}

function explicitBranch({ from, items }: NormalBranch) {
  const content = explicitContent(items);
  return Array.isArray(content) ? { from, layers: content } : { from, ...content };
}

function omit<T extends object, Key extends keyof T>(value: T, ...keys: Key[]): Omit<T, Key> {
  const copy = { ...value };
  for (const key of keys) Reflect.deleteProperty(copy, key);
  return copy;
}

/** The meaning without the places where the author wrote it. */
export function withoutPointers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPointers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, entry]) => key !== "pointer" && entry !== undefined)
      .map(([key, entry]) => [key, withoutPointers(entry)]),
  );
}

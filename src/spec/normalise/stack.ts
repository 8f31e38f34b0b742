import type {
  GateLayer,
  GateNode,
  HeadGating,
  HeadLayer,
  HeadNode,
  LossSpec,
  LayerSpec,
  LoadSpec,
  ModuleUse,
  OwnLayer,
  ScheduledPositive,
  StackItem,
} from "../language";
import type { NormalGate, NormalGating, NormalHead, NormalItem } from "../normal";
import { pointerTo } from "../pointer";
import { layerForm } from "../own-forms";
import { filled, normalLayer, normalLoss, normalMetric } from "./defaults";

/** What stands at one place of a stack, with bare names written out. */
type WrittenItem = LayerSpec | OwnLayer | ModuleUse | LoadSpec | HeadLayer | GateLayer;

/** A bare name is a layer where a layer has that name, else a module: no module may have a layer's name. */
function writeOut(item: StackItem): WrittenItem {
  if (typeof item !== "string") return item;
  return layerForm(item) !== undefined ? ({ type: item } as LayerSpec) : { type: "module", module: item };
}

/** The items of a stack, each with a name of its own. `pointer` is that of the list. */
export function normalStack(items: readonly StackItem[], pointer: string): NormalItem[] {
  const written = items.map(writeOut);
  const names = chooseNames(written);
  return written.map((item, index) => normalItem(item, names[index]!, pointerTo(pointer, index)));
}

/** An item that is a node of its own: a stack of one. */
export function normalSingle(item: WrittenItem, pointer: string): NormalItem {
  return normalItem(item, item.name ?? impliedName(item), pointer);
}

function normalItem(item: WrittenItem, name: string, pointer: string): NormalItem {
  switch (item.type) {
    case "module":
      return {
        kind: "module",
        name,
        pointer,
        module: item.module,
        share: filled("ModuleUse", item, "share").share,
      };
    case "load": {
      const { model, trainable, dropLast } = filled("LoadSpec", item, "trainable", "dropLast");
      return { kind: "load", name, pointer, model, trainable, dropLast };
    }
    case "head":
      return normalHead(item, name, pointer);
    case "gate":
      return normalGate(item, name, pointer);
    default:
      return { kind: "layer", name, pointer, layer: normalLayer(item) };
  }
}

function normalHead(spec: HeadLayer | HeadNode, name: string, pointer: string): NormalHead {
  const { target, weight, reduction, project } = filled("HeadLayer", spec, "weight", "reduction", "project");
  return {
    kind: "head",
    name,
    pointer,
    target,
    within: spec.within,
    loss: lossOf(spec),
    metrics: spec.metrics?.map(normalMetric),
    weight,
    reduction,
    classWeights: spec.classWeights,
    project,
    ...normalGating(filled("HeadLayer", spec, "temperature")),
    ...(spec.threshold !== undefined && { threshold: spec.threshold }),
    ...(spec.calibration && { calibration: spec.calibration }),
  };
}

/** The loss of a head, with what the head says of it; `undefined`: by the kind of its target. */
function lossOf({ loss, labelSmoothing }: HeadLayer | HeadNode): NormalHead["loss"] {
  if (labelSmoothing === undefined) return loss === undefined ? undefined : normalLoss(loss);
  const written = typeof loss === "object" ? loss : { type: loss ?? "categoricalCrossentropy" };
  return normalLoss({ ...written, labelSmoothing } as LossSpec);
}

function normalGate(spec: GateLayer | GateNode, name: string, pointer: string): NormalGate {
  const { choices } = spec;
  return {
    kind: "gate",
    name,
    pointer,
    choices:
      typeof choices === "number" ? Array.from({ length: choices }, (_, i) => String(i)) : [...choices],
    ...normalGating(filled("GateLayer", spec, "temperature")),
  };
}

/** @param spec with every default filled in that it has itself */
function normalGating({
  temperature,
  noise,
  balance,
}: Pick<GateLayer | HeadGating, "noise" | "balance"> & { temperature: ScheduledPositive }): NormalGating {
  return {
    temperature,
    noise: noise === 0 ? undefined : noise,
    balance: balance && filled("BalanceSpec", balance, "load", "importance", "z"),
  };
}

/** What an item is called that has no name: its kind, or its module's name. */
function impliedName(item: WrittenItem): string {
  return item.type === "module" ? item.module : item.type;
}

/** Explicit names as written; the others in order `dense`, `dense-2`, … without those that are taken. */
function chooseNames(items: readonly WrittenItem[]): string[] {
  const taken = new Set(items.flatMap((item) => item.name ?? []));
  const last = new Map<string, number>();
  return items.map((item) => {
    if (item.name !== undefined) return item.name;
    const base = impliedName(item);
    let name = base;
    // Names are never given back, so what was taken once need not be tried again.
    let number = last.get(base) ?? 1;
    while (taken.has(name)) name = `${base}-${++number}`;
    last.set(base, number);
    taken.add(name);
    return name;
  });
}

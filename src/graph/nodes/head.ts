/* A head: its classes, its width, its loss, and where its labels come from. */
import { defaultMetrics, metricNamed, metricNames } from "../../metrics";
import type { NormalLayer, NormalLayerOf, NormalLoss, NormalMetric } from "../../spec/language";
import type { NormalHead } from "../../spec/normal";
import { normalLoss } from "../../spec/normalise/defaults";
import { pointerTo } from "../../spec/pointer";
import { sizeOf } from "../../shape";
import type { Build } from "../build";
import { enter } from "../build";
import { calibrationWeights } from "../calibration";
import type {
  ClassTarget,
  HeadCalibration,
  HeadNode,
  LabelSource,
  LabelTarget,
  MultiLabel,
  Shape,
  Target,
  ValueTarget,
} from "../ir";
import { inferLayer } from "../layers";
import type { Value, Weight } from "../layers/kind";
import { requireFloat } from "../layers/kind";
import { linear } from "../linear";
import type { Message } from "../message";
import { ownValue } from "../own-value";
import { allLossForms, defaultLoss, isLossFor, lossesFor } from "../losses";
import { isMessage } from "../message";
import { scheduledAt } from "../scheduled";
import * as messages from "../messages";
import type { Step } from "../modules";
import type { NodeKind } from "./kind";
import { leaf } from "./kind";
import { checkGating, gatingOf } from "./gate";
import { allClasses, labelSources, membersIn, resolveWithin } from "../targets";

export const head: NodeKind<"head"> = {
  ...leaf,
  answers: () => true,
  summary: ({ loss }) => loss.type,
  label: "head: ",
  look: (node) => ({
    text: `head: ${node.target}`,
    ...(node.classes && { result: `${node.classes.length} classes` }),
    ...(node.multiLabel && { result: `${node.multiLabel.names.length} labels` }),
    isHead: true,
  }),
  asLayer(node) {
    const classes = namesOf(node);
    return { layer: denseOf(node), ...(classes && { classes }) };
  },
};

/** What the numbers of a head stand for: its classes, or its labels. */
const namesOf = ({ classes, multiLabel }: Pick<HeadNode, "classes" | "multiLabel">) =>
  classes ?? multiLabel?.names;

/**
 * The dense layer of a head, from the vector `[in]` that enters to as many numbers as its value has; `undefined` where it
 * takes its value as it comes.
 */
export function projectionOf(node: HeadNode): NormalLayer | undefined {
  return node.project ? denseOf(node) : undefined;
}

const denseOf = ({ shape }: Pick<HeadNode, "shape">): NormalLayerOf<"dense"> => linear(sizeOf(shape));

/** What a head predicts, apart from what enters it. */
interface Aim {
  /** Shape of its value. */
  readonly shape: Shape;
  readonly loss: NormalLoss;
  readonly classes: readonly string[] | undefined;
  readonly members: readonly number[] | undefined;
  readonly multiLabel: MultiLabel | undefined;
  readonly labels: readonly LabelSource[];
}

/** A problem and the key of the head that has it. */
interface Fault {
  readonly key: "target" | "within" | "loss" | "threshold";
  readonly fault: Message;
}

/** The node of a head; `undefined` if it has a problem (reported), or its target has one. */
export function buildHead(
  build: Build,
  step: Step,
  item: NormalHead,
  inputs: readonly Value[],
): HeadNode | undefined {
  const target = build.targets.get(item.target);
  if (!target) {
    const known = build.spec.targets.map((spec) => spec.name);
    if (!known.includes(item.target)) {
      build.report.error(pointerTo(item.pointer, "target"), messages.unknownTarget(item.target, known));
    }
    return undefined;
  }
  const group = impliedGroup(build, item, target);
  const aim = aimAt(build, item, target, group);
  if ("fault" in aim) {
    build.report.error(pointerTo(item.pointer, aim.key), aim.fault);
    return undefined;
  }
  const metrics = metricsOf(build, item, target);
  if (!metrics || !checkGating(build, item, item.pointer)) return undefined;
  const classWeights = weightsOf(build, item, aim, target);
  if (classWeights === "faulty") return undefined;
  const projection = project(item, aim, inputs);
  if (isMessage(projection)) {
    build.report.error(item.pointer, projection);
    return undefined;
  }
  const crossed = item.project ? undefined : otherClasses(build, aim, target, inputs);
  if (crossed) {
    build.report.error(item.pointer, crossed);
    return undefined;
  }
  const own = build.variables.declare(step, step.weights, projection.weights);
  const calibration = own && declareCalibration(build, step, item, aim, target);
  const declared = build.heads.at(step.path);
  if (!own || !declared || calibration === "fault") return undefined;
  return enter(build, {
    kind: "head",
    path: step.path,
    pointer: item.pointer,
    inputs: inputs.map((input) => input.path),
    shape: aim.shape,
    dtype: "float32",
    variables: [...own, ...(calibration?.variables ?? [])],
    flops: projection.flops,
    name: declared.name,
    target: target.name,
    within: item.within ?? group?.name,
    classes: aim.classes,
    members: aim.members,
    multiLabel: aim.multiLabel,
    labels: aim.labels,
    loss: aim.loss,
    metrics,
    weight: scheduledAt(item.weight, undefined),
    weightInTraining: item.weight,
    reduction: item.reduction,
    classWeights,
    project: item.project,
    gating: gatingOf(item),
    calibration,
    branches: [],
  });
}

/** The calibration that a head asks for; `"fault"` where it cannot have one (reported). */
function declareCalibration(
  build: Build,
  step: Step,
  { calibration: form, pointer }: NormalHead,
  { shape, classes }: Aim,
  target: Target,
): HeadCalibration | "fault" | undefined {
  if (form === undefined) return undefined;
  if (!classes) {
    build.report.error(pointerTo(pointer, "calibration"), messages.noCalibration(target.name, target.kind));
    return "fault";
  }
  const weights = calibrationWeights(form, shape[0]!);
  const variables = build.variables.declare(step, `${step.weights}/calibration`, weights);
  return variables ? { form, variables } : "fault";
}

/** A head without weights takes its logits as they come: those of a saved model must stand for the same classes, in order. */
function otherClasses(
  build: Build,
  aim: Aim,
  target: Target,
  [input]: readonly Value[],
): Message | undefined {
  const classes = namesOf(aim);
  const source = input && build.nodes.get(input.path);
  const loaded = source?.kind === "layer" ? source.classes : undefined;
  if (!loaded || !classes) return undefined;
  const same = loaded.length === classes.length && loaded.every((name, i) => name === classes[i]);
  return same ? undefined : messages.loadedClassesDiffer(target.name, loaded, classes);
}

/** A group of classes, by its name. */
interface GroupOfClasses {
  readonly name: string;
  readonly members: readonly number[];
}

/** The group that a head without `within` is within: that which leads to the innermost branch `*` around it, if one does. */
function impliedGroup(build: Build, item: NormalHead, target: Target): GroupOfClasses | undefined {
  if (item.within !== undefined) return undefined;
  for (const { group } of build.branches.toReversed()) {
    const members = group && membersIn(group.target, group.member, target.name, build.targets);
    if (members) return { name: group.name, members };
  }
  return undefined;
}

function aimAt(
  build: Build,
  item: NormalHead,
  target: Target,
  group: GroupOfClasses | undefined,
): Aim | Fault {
  if (item.threshold !== undefined && target.kind !== "labels")
    return { key: "threshold", fault: messages.noThreshold(target.name, target.kind) };
  if (target.kind === "classes") return aimAtClasses(build, item, target, group);
  if (item.within !== undefined) return { key: "within", fault: messages.noGroups(target.name, target.kind) };
  return target.kind === "labels" ? aimAtLabels(item, target) : aimAtValues(item, target);
}

/** The loss that a head names, or the one for what it predicts. */
const lossOf = ({ loss }: NormalHead, { kind }: Target): NormalLoss => loss ?? normalLoss(defaultLoss[kind]);

/** What is wrong with a loss that is for another kind of target. */
function otherLoss({ type }: NormalLoss, target: Target, classes?: number): Fault {
  const known = lossesFor(target.kind, classes);
  return {
    key: "loss",
    fault: messages.lossOfOtherTarget(type, allLossForms.get(type).target, target, known),
  };
}

function aimAtLabels(item: NormalHead, target: LabelTarget): Aim | Fault {
  const loss = lossOf(item, target);
  if (!isLossFor(allLossForms.get(loss.type), "labels")) return otherLoss(loss, target);
  return {
    shape: [target.labels.length],
    loss,
    classes: undefined,
    members: undefined,
    multiLabel: { names: target.labels, threshold: item.threshold ?? 0.5 },
    labels: [{ target: target.name, map: undefined }],
  };
}

function aimAtClasses(
  build: Build,
  item: NormalHead,
  target: ClassTarget,
  group: GroupOfClasses | undefined,
): Aim | Fault {
  const all = group?.members ?? allClasses(target);
  const members = item.within === undefined ? all : resolveWithin(item.within, target, build.targets);
  if (isMessage(members)) return { key: "within", fault: members };
  const classes = members.map((i) => target.classes[i] ?? String(i));
  const within = item.within ?? group?.name;
  if (within !== undefined && classes.length < 2) {
    const key = item.within === undefined ? "target" : "within";
    return { key, fault: messages.oneClassOnly(within, classes) };
  }
  const loss = lossOf(item, target);
  const form = allLossForms.get(loss.type);
  if (form.target !== "classes") return otherLoss(loss, target, classes.length);
  if (form.classes !== undefined && form.classes !== classes.length) {
    const known = lossesFor("classes", classes.length);
    return { key: "loss", fault: messages.lossNeedsClasses(loss.type, form.classes, classes.length, known) };
  }
  return {
    shape: [form.logits === "each class" ? classes.length : form.logits],
    loss,
    classes,
    members,
    multiLabel: undefined,
    labels: labelSources(target, members, build.targets),
  };
}

function aimAtValues(item: NormalHead, target: ValueTarget): Aim | Fault {
  const loss = lossOf(item, target);
  if (!isLossFor(allLossForms.get(loss.type), "values")) return otherLoss(loss, target);
  return {
    shape: target.shape,
    loss,
    classes: undefined,
    members: undefined,
    multiLabel: undefined,
    labels: [{ target: target.name, map: undefined }],
  };
}

/** The weights of a head's classes or labels, by number; `faulty` where they are none (reported). */
function weightsOf(
  { report }: Build,
  { classWeights, pointer }: NormalHead,
  aim: Aim,
  target: Target,
): HeadNode["classWeights"] | "faulty" {
  if (classWeights === undefined) return undefined;
  const classes = namesOf(aim);
  const place = pointerTo(pointer, "classWeights");
  if (!classes) {
    report.error(place, messages.classWeightsOfValues(target.name));
    return "faulty";
  }
  if (classWeights === "balanced") return classWeights;
  const unknown = Object.keys(classWeights).filter((name) => !classes.includes(name));
  for (const name of unknown)
    report.error(pointerTo(place, name), messages.weightOfUnknownClass(name, classes, target.kind), "key");
  return unknown.length > 0 ? "faulty" : classes.map((name) => ownValue(classWeights, name) ?? 1);
}

/** What is counted of a head; `undefined` where a metric does not fit (reported). */
function metricsOf(build: Build, item: NormalHead, target: Target): readonly NormalMetric[] | undefined {
  const metrics = item.metrics ?? defaultMetrics(target.kind);
  const names = metrics.map(({ type }) => type);
  const faults = names.flatMap((type, i) => {
    const fits = metricNamed(type)!.target;
    if (fits !== target.kind) {
      return { i, fault: messages.metricOfOtherTarget(type, fits, target, metricNames(target.kind)) };
    }
    return names.indexOf(type) < i ? { i, fault: messages.metricTwice(type) } : [];
  });
  for (const { i, fault } of faults) build.report.error(pointerTo(item.pointer, "metrics", i), fault);
  return faults.length > 0 ? undefined : metrics;
}

/**
 * The dense layer from a vector `[in]` to the target's width: kernel `[in, width]`, bias `[width]`. For a target with
 * values of several axes (or none) the width is their number, and the result is read as their shape.
 */
function project(
  item: NormalHead,
  aim: Aim,
  inputs: readonly Value[],
): { weights: readonly Weight[]; flops: number } | Message {
  const [input] = inputs;
  if (!input || inputs.length > 1) return messages.takesOne("head", inputs);
  const refused = requireFloat("head", input);
  if (refused) return refused;
  if (!item.project) {
    return String(input.shape) === String(aim.shape)
      ? { weights: [], flops: 0 }
      : messages.unprojectedShape(input.shape, aim.shape);
  }
  const [width, ...rest] = input.shape;
  if (width === undefined || rest.length > 0) return messages.headNeedsVector(input.shape);
  const outcome = inferLayer(denseOf(aim), inputs);
  return isMessage(outcome) ? outcome : { weights: outcome.weights, flops: outcome.flops };
}

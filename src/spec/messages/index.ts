/*
 * Every sentence that a spec can be answered with. What is wrong without a full stop, then what to do as a clause
 * that can follow a semicolon. Syntax errors are in `messages-syntax.ts`, slips in
 * experiments in `messages-experiment.ts`.
 */
import { limit, limitVariable, raiseLimit, type LimitName } from "../../limits";
import type { BareNames } from "../bare-names";
import { oneOf, show } from "../check/describe";
import type { JsonSchema } from "../json-schema";
import { definition, nodeSchemas } from "../schema";
import { both, didYouMean, firstSentence, quote, quoted, type Wording } from "./words";

export type { Wording } from "./words";

type Path = readonly (string | number)[];

/** What a value is called: its key, or the list that it stands in. */
function label(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "the spec";
  if (typeof last === "string") return quote(last);
  const list = path.findLast((segment) => typeof segment === "string");
  return list === undefined ? "this entry" : `this entry of ${quote(list)}`;
}

// Values.

/** `takes` is what would be right; `meant` the option that was probably meant. */
export function mustBe(path: Path, takes: string, value: unknown, meant?: string): Wording {
  const message = `${label(path)} must be ${takes}, not ${show(value)}`;
  const hint = meant === undefined ? rewritten(path, takes, value) : didYouMean(meant);
  return hint === undefined ? { message } : { message, hint };
}

/** What is nearly right, written right. */
function rewritten(path: Path, takes: string, value: unknown): string | undefined {
  if (path.at(-2) === "shape" && path.at(-1) === 0 && (value === null || value === -1)) {
    return "leave it out: the batch axis is not written, a shape is that of one sample";
  }
  if (value === null) return "give it a value, or leave it out";
  if (typeof value === "string") {
    if (takes.includes("number") && value.trim() !== "" && Number.isFinite(Number(value))) {
      return `write it without quotes: ${Number(value)}`;
    }
    if (takes === "true or false" && /^(true|false)$/i.test(value)) {
      return `write it without quotes: ${value.toLowerCase()}`;
    }
    if (isNode(path)) return `write { "type": ${quote(value)}, … }`;
  }
  if (takes.startsWith("a list")) {
    return typeof value === "object" ? "put it in brackets: [ … ]" : `write [${JSON.stringify(value)}]`;
  }
  if (typeof value === "number" && takes === "a text") return `write ${quote(String(value))}`;
  if (value === true && takes === "an object") return "write {} for its defaults";
  if (Array.isArray(value) && isNode(path)) return 'write { "layers": [ … ] }';
  return undefined;
}

function isNode(path: Path): boolean {
  return path.at(-2) === "nodes";
}

/** An object with one text in it, where the text stands by itself. */
export function didYouMeanObject(key: string, value: unknown): string {
  return `did you mean { ${quote(key)}: ${show(value)} }?`;
}

export function wrongCount(path: Path, count: number, bound: number, schema: JsonSchema): Wording {
  const entries = schema.type === "object" ? ["entry", "entries"] : ["value", "values"];
  const wanted = `${bound} ${bound === 1 ? entries[0]! : entries[1]!}`;
  if (count === 0) return { message: `${label(path)} is empty`, hint: `it takes at least ${wanted}` };
  if (schema.minItems !== undefined && schema.minItems === schema.maxItems) {
    return { message: `${label(path)} takes ${wanted}, not ${count}` };
  }
  return { message: `${label(path)} takes at ${count < bound ? "least" : "most"} ${wanted}, not ${count}` };
}

export function entryTwice(path: Path, value: unknown): Wording {
  return { message: `${show(value)} stands twice in ${label(path)}`, hint: "remove one" };
}

export function noFormFits(path: Path, forms: readonly string[]): Wording {
  return { message: `${label(path)} must be ${oneOf(forms)}` };
}

// The whole.

export function experimentForGraph(): Wording {
  return {
    message: "this is an experiment, not a graph",
    hint: "compare it, or derive its graphs and take one of them",
  };
}

export function graphForExperiment(): Wording {
  return {
    message: "this is a graph, not an experiment",
    hint: 'build it, or name its file in an experiment\'s approach: { "type": "graph", "file": … }',
  };
}

// Keys.

export function unknownKey(key: string, meant: string | undefined, known: readonly string[] = []): Wording {
  const message = `there is no option ${quote(key)} here`;
  if (meant !== undefined) return { message, hint: didYouMean(meant) };
  if (known.length === 0) return { message };
  return {
    message,
    hint: `the ${known.length === 1 ? "only option is" : "options are"} ${both(quoted(known))}`,
  };
}

export function nodeInBranch(type: string): Wording {
  return {
    message: `a ${type} is a node, and a branch is a list of layers or a network within`,
    hint: `write { "nodes": { name: { "type": ${quote(type)}, … } } }, or make it a node beside the route, and the branch { "from": its name }`,
  };
}

const besideEachOther: Wording = {
  message: 'a branch has "layers" or "nodes", not both',
  hint: 'make the layers a node of the network: "nodes": { name: { "layers": [ … ] }, … }',
};

/** A key that is right in another place. */
export function misplacedKey(key: string, known: readonly string[]): Wording | undefined {
  if (key === "from" && known.includes("type")) {
    return {
      message: '"from" belongs to a node, not to a step inside a stack',
      hint: 'make this step a node of its own, or leave out its "from"',
    };
  }
  if (key === "nodes" && known.includes("layers")) {
    return known.includes("type")
      ? {
          message: "a network within stands in a branch or in a module, and this is a node",
          hint: 'make it a module, "modules": { name: { "nodes": … } }, and this { "type": "module", "module": name }',
        }
      : besideEachOther;
  }
  if (key === "layers" && known.includes("nodes") && known.includes("from")) return besideEachOther;
  if (key === "head") {
    return {
      message: 'a head is said by its "type"',
      hint: 'write { "type": "head", "target": … } as the last of "layers", or as a node',
    };
  }
  if (/^(batch_?)?input_?(shape|dim)$/i.test(key) && !known.includes("inputDim")) {
    return { message: `no layer needs ${quote(key)}`, hint: 'remove it: shapes follow from "inputs"' };
  }
  if (/^multi_?labels?$/i.test(key)) {
    return {
      message: "labels of which a sample may have several are said by their target",
      hint: 'give the target "labels" in place of "classes": { "labels": ["…", "…"] }',
    };
  }
  if (key === "validationSplit" && known.includes("train")) {
    return {
      message: "all phases have the same validation samples",
      hint: 'say "validationSplit" in "training", beside "phases"',
    };
  }
  return undefined;
}

interface WantedKey {
  readonly key: string;
  /** In words. */
  readonly takes: string;
  readonly means: string | undefined;
}

export function keysMissing(type: string | undefined, wanted: readonly WantedKey[]): Wording {
  const keys = both(quoted(wanted.map(({ key }) => key)));
  const verb = wanted.length === 1 ? "is" : "are";
  const where = type === undefined ? "" : ` from this ${quote(type)}`;
  const [first] = wanted;
  const meaning = first?.means === undefined ? "" : ` (${firstSentence(first.means)})`;
  const adding =
    wanted.length === 1 && first
      ? `add ${quote(first.key)}: ${first.takes}${meaning}`
      : `add ${wanted.map(({ key, takes }) => `${quote(key)}: ${takes}`).join(", and ")}`;
  return { message: `${keys} ${verb} missing${where}`, hint: adding };
}

// Kinds of nodes and layers.

export function unknownType(
  key: string,
  given: string,
  types: readonly string[],
  meant: string | undefined,
  { modules = [] }: BareNames,
): Wording {
  const message = `there is no ${key} ${quote(given)}`;
  if (modules.includes(given)) {
    return {
      message,
      hint: `${quote(given)} is a module: write { "type": "module", "module": ${quote(given)} }`,
    };
  }
  if (nodeSchemas.has(given)) {
    return {
      message: `a ${given} cannot stand inside a stack`,
      hint: 'make it a node of its own and name it in "from"; in a branch or a module: { "nodes": { … } } in place of the list',
    };
  }
  if (types.includes("activation") && activations.includes(given))
    return { message, hint: asActivation(given) };
  if (meant !== undefined) return { message, hint: didYouMean(meant) };
  return { message, hint: `choose ${oneOf(types)}` };
}

const activations = definition("Activation").enum ?? [];

function asActivation(name: string): string {
  return `write { "type": "activation", "activation": ${quote(name)} }`;
}

export function typeMissing(key: string, types: readonly string[], likely: string | undefined): Wording {
  const message = `${quote(key)} is missing`;
  if (likely !== undefined) return { message, hint: `did you mean ${quote(key)}: ${quote(likely)}?` };
  return { message, hint: `choose ${oneOf(types)}` };
}

export function unknownItem(name: string, meant: string | undefined, { modules }: BareNames): Wording {
  const message = `there is no layer ${modules ? "and no module " : ""}${quote(name)}`;
  if (activations.includes(name)) return { message, hint: asActivation(name) };
  if (meant !== undefined) return { message, hint: didYouMean(meant) };
  if (!modules) return { message, hint: "name a layer: an experiment has no modules" };
  if (modules.length === 0) return { message, hint: `name a layer, or add ${quote(name)} to "modules"` };
  return { message, hint: `name a layer or a module (${both(quoted(modules))})` };
}

export function bareNeedsOptions(name: string, needed: readonly string[]): Wording {
  return {
    message: `${quote(name)} cannot stand by its bare name: it needs ${both(quoted(needed))}`,
    hint: `write { "type": ${quote(name)}, ${needed.map((key) => `${quote(key)}: …`).join(", ")} }`,
  };
}

// Names.

export function nameReserved(name: string): Wording {
  return { message: `${quote(name)} cannot be a name`, hint: "choose another one" };
}

export function nameEmpty(): Wording {
  return { message: "a name cannot be empty", hint: "give it one" };
}

export function nameTooLong(length: number): Wording {
  return {
    message: `a name of ${length} characters, above the limit of ${limit("nameLength")}`,
    hint: `choose a shorter one; ${raiseLimit("nameLength")}`,
  };
}

export function nameWith(name: string, character: string): Wording {
  return {
    message: `the name ${quote(name)} has a ${character}, which means something in paths and patterns`,
    hint: "rename it",
  };
}

export function nameOfLayer(name: string): Wording {
  return {
    message: `the module ${quote(name)} has the name of a kind of layer`,
    hint: "rename it: a stack could not tell the two apart",
  };
}

export function nameOfEntering(): Wording {
  return {
    message: '"input" names what enters a network within',
    hint: "give the node another name",
  };
}

export function nameOfInput(name: string): Wording {
  return { message: `${quote(name)} is an input already`, hint: "give the node another name" };
}

export function nameTwice(name: string): Wording {
  return { message: `two steps of this stack are called ${quote(name)}`, hint: "rename one" };
}

export function phaseTwice(name: string): Wording {
  return {
    message: `two phases are called ${quote(name)}`,
    hint: "rename one: tables tell them apart by name",
  };
}

export function nothingToView(name: string, meant: string | undefined): Wording {
  return {
    message: `"view" places ${quote(name)}, which is neither a node nor an input`,
    hint: meant === undefined ? "remove it" : didYouMean(meant),
  };
}

// References.

export function unknownModule(name: string, meant: string | undefined, modules: readonly string[]): Wording {
  const message = `there is no module ${quote(name)}`;
  if (meant !== undefined) return { message, hint: didYouMean(meant) };
  return {
    message,
    hint: modules.length > 0 ? `choose ${oneOf(quoted(modules))}` : 'add it to "modules"',
  };
}

export function moduleInItself(circle: readonly string[]): Wording {
  return {
    message: `a module cannot contain itself: ${quoted(circle).join(" -> ")}`,
    hint: "take one of them out of the other",
  };
}

export function sayFrom(inputs: readonly string[]): Wording {
  return {
    message: `"from" is missing, and there are several inputs: ${both(quoted(inputs))}`,
    hint: 'say "from": the name of an input or a node',
  };
}

// Values that are not JSON at all.

export function notJson(what: string): Wording {
  return { message: `${what} cannot stand in a spec`, hint: "a spec is plain JSON" };
}

// Sizes.

/** `what` is what is too large: `the spec has 200000 nodes`. */
export function tooLarge(name: LimitName, what: string): Wording {
  return {
    message: `${what}, above the limit of ${limit(name).toLocaleString("en")}`,
    hint: raiseLimit(name),
  };
}

export function notListed(problems: number): Wording {
  return {
    message: `${problems === 1 ? "one more problem is" : `${problems.toLocaleString("en")} more problems are`} not listed`,
    hint: `mend these first, or raise the limit "problems" (${limitVariable("problems")})`,
  };
}

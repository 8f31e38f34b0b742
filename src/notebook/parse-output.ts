import { isJsonMime, isObject } from "./nbformat";
import type { Output } from "./nbformat";
import { checkText, checkTexts, type Place } from "./place";

type Check = (output: Record<string, unknown>, place: Place) => object;

const bundle: Check = ({ data = {}, metadata = {} }, place) => {
  if (!isObject(data)) throw place.to("data").error("an output's data must be an object of media types");
  for (const [mime, content] of Object.entries(data)) {
    if (!isJsonMime(mime)) checkText(content, place.to("data").to(mime), `the content of ${mime}`);
  }
  if (!isObject(metadata)) throw place.to("metadata").error("an output's metadata must be an object");
  return { data, metadata };
};

/** By kind of output: what must hold of it; gives what may be left out. */
const kinds: Readonly<Record<Output["output_type"], Check>> = {
  stream: ({ name = "stdout", text }, place) => {
    checkText(name, place.to("name"), "the name of a stream");
    checkText(text, place.to("text"), "the text of a stream");
    return { name };
  },
  display_data: bundle,
  execute_result: (output, place) => ({
    ...bundle(output, place),
    execution_count: typeof output.execution_count === "number" ? output.execution_count : null,
  }),
  error: ({ ename = "", evalue = "", traceback = [] }, place) => {
    checkText(ename, place.to("ename"), "the name of an error");
    checkText(evalue, place.to("evalue"), "the value of an error");
    checkTexts(traceback, place.to("traceback"), "a traceback");
    return { ename, evalue, traceback };
  },
};

/**
 * One output of a cell. One of a kind that format 4 does not have (a later minor version may) is kept as it came.
 *
 * @throws EspalierError with the place that is wrong
 */
export function parseOutput(output: unknown, place: Place): Output {
  if (!isObject(output) || typeof output.output_type !== "string")
    throw place.error("not an output: it needs an output_type");
  const { output_type: type } = output;
  const check = Object.hasOwn(kinds, type) ? kinds[type as Output["output_type"]] : undefined;
  return { ...output, ...check?.(output, place) } as unknown as Output;
}

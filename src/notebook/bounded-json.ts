import { EspalierError } from "../errors";

/**
 * No format of notebooks or figures comes near it; what walks through deeper values would overflow the stack.
 */
const DEEPEST = 500;

const codeOf = (character: string): number => character.charCodeAt(0);
const quote = codeOf('"');
const backslash = codeOf("\\");
const opening = ["[", "{"].map(codeOf);
const closing = ["]", "}"].map(codeOf);

/**
 * JSON from a file that nobody vouches for: a byte order mark is passed over, and nesting is counted before anything
 * is made of it.
 *
 * @param hint what the file should have been, for messages
 * @throws EspalierError where it is empty, no JSON, or nested more than 500 deep
 */
export function parseBoundedJson(text: string, file: string, hint: string): unknown {
  const json = text.startsWith("\u{FEFF}") ? text.slice(1) : text;
  if (!/\S/.test(json)) throw new EspalierError("the file is empty", { where: file, hint });
  const depth = depthOf(json);
  if (depth > DEEPEST) {
    throw new EspalierError(`lists and objects are nested more than ${DEEPEST} deep`, { where: file, hint });
  }
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EspalierError(`this is not JSON (${reason})`, { where: file, hint, cause: error });
  }
}

/** How deep brackets stand within each other; those within strings do not count. Ends early where it is too deep. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < json.length && deepest <= DEEPEST; i += 1) {
    const code = json.charCodeAt(i);
    if (inString) {
      if (code === backslash) i += 1;
      else if (code === quote) inString = false;
    } else if (code === quote) inString = true;
    else if (opening.includes(code)) deepest = Math.max(deepest, (depth += 1));
    else if (closing.includes(code)) depth -= 1;
  }
  return deepest;
}

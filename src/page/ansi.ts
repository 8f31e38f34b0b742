import { escapeHtml } from "../text/html";

const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;
const escape = String.fromCharCode(27);
const bell = String.fromCharCode(7);
const sequence = new RegExp(`${escape}\\[([0-9;]*)([A-Za-z])`, "g");
/** What a terminal does not show: titles, links and other commands that carry a text, which a bell or a backslash ends. */
const command = new RegExp(`${escape}[\\]PX^_][^${bell}${escape}\n]*(?:${bell}|${escape}\\\\)?`, "g");
/** Control characters but for tab and line breaks: HTML has no use for them. */
const controls = /[^\P{Cc}\t\n\r]/gu;

interface State {
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  foreground: string | undefined;
  background: string | undefined;
}

const plain = (): State => ({
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  foreground: undefined,
  background: undefined,
});

/**
 * Text with a terminal's colour sequences (ECMA-48, SGR) as HTML; the sixteen named colours are classes, so
 * that they follow the page's light or dark. Other sequences (cursor movements, links, titles) are left out.
 */
export function ansiToHtml(source: string): string {
  const text = source.replace(command, "");
  let state = plain();
  let html = "";
  let from = 0;
  for (const match of text.matchAll(sequence)) {
    html += span(text.slice(from, match.index), state);
    from = match.index + match[0].length;
    if (match[2] === "m") state = apply(state, match[1] ?? "");
  }
  return html + span(text.slice(from), state);
}

function span(raw: string, state: State): string {
  const text = raw.replace(controls, "");
  if (text === "") return "";
  const { foreground, background } = state;
  const isColour = (value: string | undefined): boolean => value?.startsWith("#") ?? false;
  const classes = [
    ...(["bold", "dim", "italic", "underline"] as const).filter((key) => state[key]),
    ...(foreground && !isColour(foreground) ? [`fg-${foreground}`] : []),
    ...(background && !isColour(background) ? [`bg-${background}`] : []),
  ].map((name) => `ansi-${name}`);
  const style = [
    ...(foreground && isColour(foreground) ? [`color:${foreground}`] : []),
    ...(background && isColour(background) ? [`background:${background}`] : []),
  ].join(";");
  if (classes.length === 0 && style === "") return escapeHtml(text);
  const attributes = `${classes.length > 0 ? ` class="${classes.join(" ")}"` : ""}${style ? ` style="${style}"` : ""}`;
  return `<span${attributes}>${escapeHtml(text)}</span>`;
}

function apply(before: State, parameters: string): State {
  const state = { ...before };
  const codes = parameters.split(";").map(Number);
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i]!;
    if (code === 0) Object.assign(state, plain());
    else if (code === 1) state.bold = true;
    else if (code === 2) state.dim = true;
    else if (code === 3) state.italic = true;
    else if (code === 4) state.underline = true;
    else if (code === 22) state.bold = state.dim = false;
    else if (code === 23) state.italic = false;
    else if (code === 24) state.underline = false;
    else if (code === 39) state.foreground = undefined;
    else if (code === 49) state.background = undefined;
    else if (code >= 30 && code <= 37) state.foreground = names[code - 30];
    else if (code >= 90 && code <= 97) state.foreground = `bright-${names[code - 90]!}`;
    else if (code >= 40 && code <= 47) state.background = names[code - 40];
    else if (code >= 100 && code <= 107) state.background = `bright-${names[code - 100]!}`;
    else if (code === 38 || code === 48) {
      const { colour, used } = extended(codes.slice(i + 1));
      if (code === 38) state.foreground = colour;
      else state.background = colour;
      i += used;
    }
  }
  return state;
}

/** `5;n`: one of 256 colours; `2;r;g;b`: any colour. */
function extended(codes: readonly number[]): { colour: string | undefined; used: number } {
  const [kind, ...rest] = codes;
  if (kind === 2) return { colour: hex(rest.slice(0, 3)), used: 4 };
  if (kind !== 5) return { colour: undefined, used: 0 };
  const index = rest[0] ?? 0;
  if (index < 8) return { colour: names[index], used: 2 };
  if (index < 16) return { colour: `bright-${names[index - 8]!}`, used: 2 };
  if (index > 231) return { colour: hex([0, 1, 2].map(() => 8 + 10 * (index - 232))), used: 2 };
  const cube = [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6];
  return { colour: hex(cube.map((level) => (level === 0 ? 0 : 55 + 40 * level))), used: 2 };
}

function hex(channels: readonly number[]): string {
  return `#${channels
    .map((value) =>
      Math.min(255, value || 0)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

/*
 * The colours of a drawing: written out for still pictures, or as CSS variables that follow the page it stands in: JupyterLab's
 * and VS Code's themes by their own variables, any other page by the reader's preference for dark or light.
 */
import { blend, branchPalette, colourOf, ink, quiet, rule } from "../../colours";

/** What has a colour of its own. */
export interface Colours {
  readonly paper: string;
  readonly ink: string;
  readonly quiet: string;
  readonly rule: string;
  readonly box: string;
  readonly input: string;
  readonly decision: string;
  readonly branch: (number: number) => string;
  /** Whether texts say how wide they are: a page may lack the font, and have a wider one. */
  readonly fitsText: boolean;
}

export type ThemeName = "light" | "dark" | "page";

const light: Colours = {
  paper: "#ffffff",
  ink,
  quiet,
  rule,
  box: "#ffffff",
  input: "#f4f6f8",
  decision: "#fff8e6",
  branch: (number) => colourOf(branchPalette, number),
  fitsText: false,
};

const dark: Colours = {
  paper: "#15191e",
  ink: "#e4e8ec",
  quiet: "#9aa5b1",
  rule: "#3a424b",
  box: "#1d2329",
  input: "#262e36",
  decision: "#3a3320",
  branch: (number) => blend(colourOf(branchPalette, number), "#ffffff", 0.4),
  fitsText: false,
};

const named = ["ink", "quiet", "rule", "box", "input", "decision"] as const;

/** What a page's own theme has for some of them. */
const hosts: Readonly<Partial<Record<(typeof named)[number], readonly string[]>>> = {
  ink: ["--jp-content-font-color1", "--vscode-editor-foreground"],
  quiet: ["--jp-content-font-color2", "--vscode-descriptionForeground"],
  rule: ["--jp-border-color2", "--vscode-panel-border"],
  box: ["--jp-layout-color1", "--vscode-editor-background"],
  input: ["--jp-layout-color2", "--vscode-editorWidget-background"],
};

const page: Colours = {
  paper: "none",
  ...(Object.fromEntries(named.map((name) => [name, `var(--e-${name})`])) as Record<
    (typeof named)[number],
    string
  >),
  branch: (number) => `var(--e-branch-${number % branchPalette.length})`,
  fitsText: true,
};

export const themes: Readonly<Record<ThemeName, Colours>> = { light, dark, page };

/** The class that the rules below are for. */
export const className = "espalier-picture";

/** What a drawing in a page brings along: its variables, for light and for dark pages. */
export function pageStyle(branches: readonly number[]): string {
  const rulesOf = (colours: Colours) =>
    [
      ...named.map((name) => `--e-${name}:${withHosts(name, colours[name])}`),
      ...branches.map((number) => `--e-branch-${number}:${colours.branch(number)}`),
    ].join(";");
  const rulesFor = (selector: string, colours: Colours) => `${selector}{${rulesOf(colours)}}`;
  const darkHosts = [`[data-jp-theme-light="false"] .${className}`, `.vscode-dark .${className}`];
  const lightHosts = [`[data-jp-theme-light="true"] .${className}`, `.vscode-light .${className}`];
  return [
    rulesFor(`.${className}`, light),
    `@media (prefers-color-scheme:dark){${rulesFor(`.${className}`, dark)}}`,
    rulesFor(darkHosts.join(), dark),
    rulesFor(lightHosts.join(), light),
  ].join("");
}

const withHosts = (name: (typeof named)[number], own: string): string =>
  (hosts[name] ?? []).reduceRight((rest, variable) => `var(${variable},${rest})`, own);

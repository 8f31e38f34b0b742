import type { Figure } from "./figure";

/**
 * Titles that are plain text in the form that Plotly knows since its third version, of the figure and of its axes: most
 * examples that people find are older, and their titles would be missing without a word.
 *
 * @returns the figure itself if there is nothing to change
 */
export function withTitles<Given extends Figure>(figure: Given): Given {
  const entries = Object.entries(figure.layout).map(([key, value]): [string, unknown] => {
    if (key === "title" && typeof value === "string") return [key, { text: value }];
    if (!/^[xy]axis\d*$/.test(key)) return [key, value];
    const { title } = Object(value) as { title?: unknown };
    return [key, typeof title === "string" ? { ...(value as object), title: { text: title } } : value];
  });
  const isSame = entries.every(([key, value]) => figure.layout[key as keyof Figure["layout"]] === value);
  return isSame ? figure : { ...figure, layout: Object.fromEntries(entries) };
}

import highlight from "highlight.js/lib/common";
import { escapeHtml } from "../text/html";

/** Longer text is left plain: patterns for colours are not all made for any size. */
const longest = 200_000;

/** Program text with its parts marked for the style sheet; text in an unknown language is left plain. */
export function highlighted(code: string, language: string): string {
  return code.length <= longest && highlight.getLanguage(language)
    ? highlight.highlight(code, { language, ignoreIllegals: true }).value
    : escapeHtml(code);
}

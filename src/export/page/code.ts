import highlight from "highlight.js/lib/common";
import { escapeHtml } from "./html";

/** Program text with its parts marked for the style sheet; text in an unknown language is left plain. */
export function highlighted(code: string, language: string): string {
  return highlight.getLanguage(language)
    ? highlight.highlight(code, { language, ignoreIllegals: true }).value
    : escapeHtml(code);
}

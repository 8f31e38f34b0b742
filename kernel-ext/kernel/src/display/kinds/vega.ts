import { toJson } from "../json";
import type { Kind } from "../kind";
import { peek } from "../peek";

/** `https://vega.github.io/schema/vega-lite/v5.json` */
const schema = /\/schema\/(vega|vega-lite)\/v(\d+)[\w.-]*\.json$/;

/** Specifications of Vega and Vega-Lite, and what has one (`toSpec()`, as vega-lite-api). */
export const vega: Kind = {
  name: "Vega specification",
  show(value) {
    const { toSpec, $schema } = peek(value, "toSpec", "$schema");
    const spec: unknown =
      typeof $schema === "string"
        ? value
        : typeof toSpec === "function"
          ? (toSpec as () => unknown).call(value)
          : undefined;
    const [, language, major] =
      schema.exec(String((spec as { $schema?: unknown } | undefined)?.$schema)) ?? [];
    if (!language || !major) return undefined;
    const { mark, title } = spec as { mark?: unknown; title?: unknown };
    const details = [describe(mark), typeof title === "string" ? `"${title}"` : ""].filter(Boolean).join(" ");
    return {
      data: {
        [`application/vnd.${language.replace("-", "")}.v${major}+json`]: toJson(spec),
        "text/plain": `${language === "vega" ? "Vega" : "Vega-Lite"} ${major} chart${details && `: ${details}`}`,
      },
    };
  },
};

function describe(mark: unknown): string {
  const type = typeof mark === "object" && mark !== null ? (mark as { type?: unknown }).type : mark;
  return typeof type === "string" ? type : "";
}

import { toJson } from "./json";
import type { Shown } from "./kind";
import { encodePicture, isJsonType, isMediaType, standaloneSvg } from "./media";

/**
 * An object of media types, `{ "text/html": "<b>…" }`, alone or as `data` beside `metadata`, in the form that a front end
 * takes: bytes as base64, lines joined, JSON copied. `undefined` for anything else.
 *
 * @throws TypeError where a form says JSON and is none
 */
export function asBundle(value: unknown): Shown | undefined {
  if (!isRecord(value)) return undefined;
  // The names first: reading what is no bundle might run somebody's code.
  const keys = Object.keys(value);
  if (keys.includes("data") && keys.every((key) => ["data", "metadata", "transient"].includes(key))) {
    const { data, metadata } = value;
    const shown = asBundle(data);
    return (
      shown && { ...shown, metadata: isRecord(metadata) ? (toJson(metadata) as Record<string, unknown>) : {} }
    );
  }
  if (keys.length === 0 || !keys.every(isMediaType)) return undefined;
  const entries = Object.entries(value);
  if (!entries.every(([type, form]) => isForm(type, form))) return undefined;
  return { data: Object.fromEntries(entries.map(([type, form]) => [type, encode(type, form)])) };
}

function isForm(type: string, form: unknown): boolean {
  if (isJsonType(type)) return form !== undefined && typeof form !== "function";
  return typeof form === "string" || form instanceof Uint8Array || isLines(form);
}

function isLines(form: unknown): form is string[] {
  return Array.isArray(form) && form.every((line) => typeof line === "string");
}

function encode(type: string, form: unknown): unknown {
  if (isJsonType(type)) return toJson(form);
  if (form instanceof Uint8Array) {
    return type.startsWith("text/") ? Buffer.from(form).toString("utf8") : encodePicture(type, form);
  }
  const text = isLines(form) ? form.join("") : (form as string);
  return type === "image/svg+xml" ? standaloneSvg(text) : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

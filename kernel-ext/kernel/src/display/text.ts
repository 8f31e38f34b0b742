/*
 * Values as text, whatever they are: it neither throws nor takes for ever nor fills the notebook.
 */
import { inspect, types, type InspectOptions } from "node:util";
import { mostElements, mostString, mostText } from "./limits";
import { isPlainData } from "./plain-data";
import { fittingDepth } from "./weigh";

/**
 * As `console.log` shows it, deeper and with limits. Plain data has no colours (see `isPlainData`); everything else has,
 * unless NO_COLOR is set.
 */
export function toText(value: unknown, colours = !process.env.NO_COLOR): string {
  const attempts = [
    () => look(value, colours && !isPlainData(value)),
    // Somebody's own way of showing it, or a getter that is asked for the name of its class, may throw.
    () => inspect(value, { ...sizes, depth: 0, customInspect: false }),
    () => `[${typeof value}]`,
  ];
  for (const attempt of attempts) {
    try {
      return cut(attempt());
    } catch {
      // The next one asks less of the value.
    }
  }
  return "";
}

const sizes = { maxArrayLength: mostElements, maxStringLength: mostString, breakLength: 100 } as const;

function look(value: unknown, colors: boolean): string {
  const depth = fittingDepth(value);
  const options: InspectOptions = { ...sizes, depth: Math.max(0, depth), colors };
  if (depth >= 0 || typeof value !== "object" || value === null || types.isProxy(value)) {
    return inspect(value, options);
  }
  // Node has no limit for properties.
  const keys = Reflect.ownKeys(value);
  const some = keys.slice(0, mostElements);
  const part = Object.create(Object.getPrototypeOf(value) as object | null) as object;
  for (const key of some) Object.defineProperty(part, key, Object.getOwnPropertyDescriptor(value, key)!);
  return `${inspect(part, { ...options, customInspect: false })}\n… ${keys.length - some.length} more properties`;
}

function cut(text: string): string {
  if (text.length <= mostText) return text;
  // The cut may be within a colour.
  const reset = text.includes("\u001b[") ? "\u001b[0m" : "";
  return `${text.slice(0, mostText)}${reset}\n… ${text.length - mostText} more characters`;
}

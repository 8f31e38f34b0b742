/*
 * The sizes of SVG elements in a document that no browser lays out. Plotly asks for them to place titles, legends
 * and labels; text is what matters, and it is measured with the font that will draw it.
 */
import type { TextMeasure, TextStyle } from "./fonts";
import { parseTransform, transformBox, union, type Box } from "./transform";

const nothing: Box = { left: 0, top: 0, right: 0, bottom: 0 };

/** The box of an element in its own coordinates (without its own `transform`), as SVG's `getBBox` has it. */
export function boxOf(element: Element, measure: TextMeasure): Box {
  switch (element.localName) {
    case "text":
      return textBox(element, measure);
    case "rect":
    case "image":
    case "use": {
      const [x, y] = [number(element, "x"), number(element, "y")];
      return { left: x, top: y, right: x + number(element, "width"), bottom: y + number(element, "height") };
    }
    case "circle": {
      const [x, y, r] = [number(element, "cx"), number(element, "cy"), number(element, "r")];
      return { left: x - r, top: y - r, right: x + r, bottom: y + r };
    }
    case "path":
      return pathBox(element.getAttribute("d") ?? "");
    case "g":
    case "svg":
    case "a":
      return union(childBoxes(element, measure)) ?? nothing;
    default:
      return nothing;
  }
}

function childBoxes(element: Element, measure: TextMeasure): Box[] {
  return [...element.children].flatMap((child) => {
    const box = boxOf(child, measure);
    if (box.left === box.right && box.top === box.bottom) return [];
    return [transformBox(box, parseTransform(child.getAttribute("transform")))];
  });
}

/** Plotly writes absolute M, L, H, V and closed paths for what it measures; curves' control points are bounds enough. */
function pathBox(path: string): Box {
  const boxes: Box[] = [];
  let x = 0;
  let y = 0;
  for (const [, command, list] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const numbers = [...(list ?? "").matchAll(/-?\d*\.?\d+(?:e[-+]?\d+)?/gi)].map(([text]) => Number(text));
    if (command === "H" || command === "V") {
      if (command === "H") x = numbers.at(-1) ?? x;
      else y = numbers.at(-1) ?? y;
      boxes.push({ left: x, right: x, top: y, bottom: y });
    } else if (command === "M" || command === "L" || command === "C" || command === "Q") {
      for (let i = 0; i + 1 < numbers.length; i += 2) {
        x = numbers[i]!;
        y = numbers[i + 1]!;
        boxes.push({ left: x, right: x, top: y, bottom: y });
      }
    }
  }
  return union(boxes) ?? nothing;
}

/** A text of one line, or of several `tspan.line`, each with a place of its own. */
function textBox(text: Element, measure: TextMeasure): Box {
  const lines = [...text.children].filter((child) => child.getAttribute("class") === "line");
  const boxes = (lines.length > 0 ? lines : [text]).flatMap((line) => {
    const style = styleOf(line);
    const width = inkWidth(line, measure);
    if (width === 0) return [];
    const x = place(line, text, "x");
    const baseline = place(line, text, "y") + shift(line, style.size);
    const left = x - width * ({ middle: 0.5, end: 1 }[anchorOf(text)] ?? 0);
    return [
      {
        left,
        right: left + width,
        top: baseline - measure.ascent * style.size,
        bottom: baseline + measure.descent * style.size,
      },
    ];
  });
  return union(boxes) ?? nothing;
}

/** Pixels that the text in an element takes along its baseline. */
export function inkWidth(element: Element, measure: TextMeasure): number {
  let width = 0;
  for (const child of element.childNodes) {
    if (child.nodeType === child.TEXT_NODE) width += measure.width(child.nodeValue ?? "", styleOf(element));
    else if (child.nodeType === child.ELEMENT_NODE) width += inkWidth(child as Element, measure);
  }
  return width;
}

/** The inline styles that Plotly sets, inherited as CSS inherits them. */
function styleOf(element: Element): TextStyle {
  const parent = element.parentElement;
  const inherited: TextStyle = parent ? styleOf(parent) : { size: 12, bold: false, italic: false };
  const css = element.getAttribute("style") ?? "";
  const value = (property: string) =>
    new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`).exec(css)?.[1]?.trim();
  const size = value("font-size");
  const weight = value("font-weight");
  const slant = value("font-style");
  return {
    size: size === undefined ? inherited.size : length(size, inherited.size),
    bold: weight === undefined ? inherited.bold : weight === "bold" || Number(weight) >= 600,
    italic: slant === undefined ? inherited.italic : slant === "italic",
  };
}

/** `12px`, `70%` or `1.3em` in pixels. */
function length(text: string, size: number): number {
  const value = Number.parseFloat(text);
  if (!Number.isFinite(value)) return size;
  if (text.endsWith("%")) return (value / 100) * size;
  return text.endsWith("em") ? value * size : value;
}

function number(element: Element, attribute: string): number {
  return Number(element.getAttribute(attribute)) || 0;
}

function place(line: Element, text: Element, attribute: "x" | "y"): number {
  return number(line.hasAttribute(attribute) ? line : text, attribute);
}

function shift(line: Element, size: number): number {
  const dy = line.getAttribute("dy");
  return dy === null ? 0 : length(dy, size);
}

function anchorOf(text: Element): string {
  const css = /text-anchor\s*:\s*(\w+)/.exec(text.getAttribute("style") ?? "")?.[1];
  return css ?? text.getAttribute("text-anchor") ?? "start";
}

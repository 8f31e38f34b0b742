/*
 * SVG's `transform` attribute, as far as Plotly writes it, and boxes under it.
 */

/** x' = a x + c y + e, y' = b x + d y + f: SVG's own order. */
type Transform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const identity: Transform = [1, 0, 0, 1, 0, 0];

/** `outer` after `inner`. */
function compose(outer: Transform, inner: Transform): Transform {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export function parseTransform(text: string | null): Transform {
  let result = identity;
  for (const [, name, list] of (text ?? "").matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    const numbers = (list ?? "")
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number);
    result = compose(result, single(name ?? "", numbers));
  }
  return result;
}

function single(name: string, [first = 0, second, ...rest]: readonly number[]): Transform {
  switch (name) {
    case "translate":
      return [1, 0, 0, 1, first, second ?? 0];
    case "scale":
      return [first, 0, 0, second ?? first, 0, 0];
    case "rotate": {
      const cosine = Math.cos((first * Math.PI) / 180);
      const sine = Math.sin((first * Math.PI) / 180);
      const x = second ?? 0;
      const y = rest[0] ?? 0;
      return [cosine, sine, -sine, cosine, x - cosine * x + sine * y, y - sine * x - cosine * y];
    }
    case "matrix": {
      const [c = 0, d = 1, e = 0, f = 0] = rest;
      return [first, second ?? 0, c, d, e, f];
    }
    default:
      return identity;
  }
}

/** The upright box around a box that was moved and turned. */
export function transformBox(box: Box, [a, b, c, d, e, f]: Transform): Box {
  const corners = [
    [box.left, box.top],
    [box.right, box.top],
    [box.left, box.bottom],
    [box.right, box.bottom],
  ] as const;
  const xs = corners.map(([x, y]) => a * x + c * y + e);
  const ys = corners.map(([x, y]) => b * x + d * y + f);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

export function union(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

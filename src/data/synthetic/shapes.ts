/*
 * The two shapes that animals are made of, as signed distances (negative inside): after Inigo Quilez,
 * "2D distance functions". The distance gives smooth edges without supersampling: a pixel is covered by
 * clamp(1/2 - distance / pixel).
 */

/** An ellipse turned by `angle` radians. */
interface Ellipse {
  readonly kind: "ellipse";
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly cos: number;
  readonly sin: number;
}

/** A stroke from (x0, y0) to (x1, y1) whose half width goes from `r0` to `r1`. */
interface Limb {
  readonly kind: "limb";
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly r0: number;
  readonly r1: number;
}

export type Shape = Ellipse | Limb;

export function ellipse(x: number, y: number, radiusX: number, radiusY: number, angle = 0): Ellipse {
  return { kind: "ellipse", x, y, radiusX, radiusY, cos: Math.cos(angle), sin: Math.sin(angle) };
}

export function limb(x0: number, y0: number, x1: number, y1: number, r0: number, r1: number): Limb {
  return { kind: "limb", x0, y0, x1, y1, r0, r1 };
}

/** The signed distance of a point to the shape's edge; for an ellipse to first order, exact at the edge. */
export function distanceTo(shape: Shape, x: number, y: number): number {
  if (shape.kind === "ellipse") {
    const dx = x - shape.x;
    const dy = y - shape.y;
    const u = (dx * shape.cos + dy * shape.sin) / shape.radiusX;
    const v = (dy * shape.cos - dx * shape.sin) / shape.radiusY;
    const k = Math.sqrt(u * u + v * v);
    if (k < 1e-6) return -Math.min(shape.radiusX, shape.radiusY);
    const gradient = Math.sqrt((u / shape.radiusX) ** 2 + (v / shape.radiusY) ** 2);
    return (k * (k - 1)) / gradient;
  }
  const ax = shape.x1 - shape.x0;
  const ay = shape.y1 - shape.y0;
  const px = x - shape.x0;
  const py = y - shape.y0;
  const along = Math.min(Math.max((px * ax + py * ay) / (ax * ax + ay * ay), 0), 1);
  const dx = px - along * ax;
  const dy = py - along * ay;
  return Math.sqrt(dx * dx + dy * dy) - (shape.r0 + (shape.r1 - shape.r0) * along);
}

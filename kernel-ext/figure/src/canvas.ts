/*
 * As much of a canvas as Plotly's heatmaps and images draw on: filled rectangles and pixels, read back as a PNG.
 */
import type { DOMWindow } from "jsdom";
import { PNG } from "pngjs";

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

class PixelContext {
  fillStyle = "#000000";
  private width = 0;
  private height = 0;
  private data = new Uint8ClampedArray(0);

  constructor(private readonly canvas: HTMLCanvasElement) {}

  fillRect(x: number, y: number, width: number, height: number): void {
    this.fit();
    const colour = parseColour(this.fillStyle);
    const clamp = (value: number, limit: number) => Math.min(limit, Math.max(0, Math.round(value)));
    const [left, right] = [
      clamp(Math.min(x, x + width), this.width),
      clamp(Math.max(x, x + width), this.width),
    ];
    const [top, bottom] = [
      clamp(Math.min(y, y + height), this.height),
      clamp(Math.max(y, y + height), this.height),
    ];
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++)
        this.data.set(colour, 4 * (row * this.width + column));
    }
  }

  clearRect(): void {
    this.fit();
    this.data.fill(0);
  }

  createImageData(width: number, height: number): Pixels {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }

  putImageData(pixels: Pixels, left: number, top: number): void {
    this.fit();
    for (let row = 0; row < pixels.height; row++) {
      const line = pixels.data.subarray(4 * row * pixels.width, 4 * (row + 1) * pixels.width);
      this.data.set(line, 4 * ((top + row) * this.width + left));
    }
  }

  /** PNG as a data URL. */
  encode(): string {
    this.fit();
    const png = new PNG({ width: this.width, height: this.height });
    png.data = Buffer.from(this.data.buffer, this.data.byteOffset, this.data.byteLength);
    return `data:image/png;base64,${PNG.sync.write(png).toString("base64")}`;
  }

  /** A canvas whose size was set is empty. */
  private fit(): void {
    const { width, height } = this.canvas;
    if (width === this.width && height === this.height) return;
    this.width = width;
    this.height = height;
    this.data = new Uint8ClampedArray(4 * width * height);
  }
}

/** `rgb(…)`, `rgba(…)` or `#rrggbb`: what Plotly writes. */
function parseColour(text: string): Colour {
  const numbers = /^rgba?\(([^)]*)\)$/.exec(text.trim())?.[1]?.split(",").map(Number);
  if (numbers) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
    return [red, green, blue, Math.round(alpha * 255)];
  }
  const hex = Number.parseInt(text.slice(1), 16);
  return [(hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255];
}

export function installCanvas(window: DOMWindow): void {
  const contexts = new WeakMap<HTMLCanvasElement, PixelContext>();
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string) {
      if (kind !== "2d") return null;
      let context = contexts.get(this);
      if (!context) contexts.set(this, (context = new PixelContext(this)));
      return context;
    },
    toDataURL(this: HTMLCanvasElement) {
      return contexts.get(this)?.encode() ?? "data:,";
    },
  });
}

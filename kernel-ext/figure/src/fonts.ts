/*
 * The one font of all pictures, Open Sans, from files of our own: pictures are the same on a machine without fonts.
 */
import { readFileSync } from "node:fs";
import type { Font } from "opentype.js";

/** How a run of text is set. */
export interface TextStyle {
  /** Pixels. */
  readonly size: number;
  readonly bold: boolean;
  readonly italic: boolean;
}

const files = {
  regular: "400Regular/OpenSans_400Regular.ttf",
  bold: "700Bold/OpenSans_700Bold.ttf",
  italic: "400Regular_Italic/OpenSans_400Regular_Italic.ttf",
  boldItalic: "700Bold_Italic/OpenSans_700Bold_Italic.ttf",
} as const;

type Face = keyof typeof files;

export const familyName = "Open Sans";

/** Paths of the font files, for a renderer. */
export function fontFiles(): string[] {
  return Object.values(files).map((file) => require.resolve(`@expo-google-fonts/open-sans/${file}`));
}

/** Measures text as the renderer will set it. */
export interface TextMeasure {
  /** Pixels from the start of the text to where the next glyph would go. */
  width(text: string, style: TextStyle): number;
  /** Heights above and below the baseline, as shares of the size. */
  readonly ascent: number;
  readonly descent: number;
}

/** Loads the parser of font files; faces are read when first used. */
export async function loadTextMeasure(): Promise<TextMeasure> {
  // Node finds no named exports in the package's CommonJS build, only the whole as the default.
  const { parse } = (await import("opentype.js")).default;
  const loaded = new Map<Face, Font>();
  const fontOf = (face: Face): Font => {
    let font = loaded.get(face);
    if (!font) {
      const bytes = readFileSync(require.resolve(`@expo-google-fonts/open-sans/${files[face]}`));
      font = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      loaded.set(face, font);
    }
    return font;
  };
  const regular = fontOf("regular");
  return {
    width(text, { size, bold, italic }) {
      const face: Face = bold ? (italic ? "boldItalic" : "bold") : italic ? "italic" : "regular";
      return fontOf(face).getAdvanceWidth(text, size);
    },
    ascent: regular.ascender / regular.unitsPerEm,
    descent: -regular.descender / regular.unitsPerEm,
  };
}

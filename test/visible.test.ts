import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { visible } from "../src/visible";

describe("visible", () => {
  it("shows what a terminal would obey", () => {
    expect(visible("\u001b[2J\u0007\r\u007f\u009b31m\0")).toBe(
      "\\u{1b}[2J\\u{7}\\u{d}\\u{7f}\\u{9b}31m\\u{0}",
    );
  });

  it("shows what turns the direction of writing, and halves of pairs", () => {
    expect(visible("a\u202eb\u2066c\u200f")).toBe("a\\u{202e}b\\u{2066}c\\u{200f}");
    expect(visible("\ud800x\udc00")).toBe("\\u{d800}x\\u{dc00}");
  });

  it("leaves what people write", () => {
    const text = "Größe, 日本語, עברית, العربية, 👩‍👩‍👧, é;\n\tnext line";
    expect(visible(text)).toBe(text);
  });

  it("lets nothing through that a terminal obeys, and changes nothing twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = visible(text);
        for (const character of shown) {
          const code = character.codePointAt(0) ?? 0;
          expect(code >= 0x20 || character === "\n" || character === "\t").toBe(true);
          expect(code < 0x7f || code > 0x9f).toBe(true);
        }
        expect(/\p{Surrogate}/u.test(shown)).toBe(false);
        expect(visible(shown)).toBe(shown);
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { ansiToHtml } from "../../src/page/ansi";

const escape = "\u001B[";

describe("colours of a terminal as HTML", () => {
  it.each([
    ["plain < text", "plain &lt; text"],
    [`${escape}31mred${escape}39m plain`, '<span class="ansi-fg-red">red</span> plain'],
    [`${escape}93mbright`, '<span class="ansi-fg-bright-yellow">bright</span>'],
    [`${escape}38;5;208mof 256`, '<span style="color:#ff8700">of 256</span>'],
    [`${escape}38;2;1;2;3;1mtrue`, '<span class="ansi-bold" style="color:#010203">true</span>'],
    [`${escape}48;5;244mgrey`, '<span style="background:#808080">grey</span>'],
    [
      `${escape}1;4mboth${escape}22mone${escape}mnone`,
      '<span class="ansi-bold ansi-underline">both</span><span class="ansi-underline">one</span>none',
    ],
    [`a${escape}2Kb${escape}1Ac`, "abc"],
  ])("%j", (text, html) => {
    expect(ansiToHtml(text)).toBe(html);
  });
});

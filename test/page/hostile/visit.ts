/* Opens a page as a reader would, and looks whether anything of it ran. */
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { patience } from "../../eventually";

export interface Visit {
  /** A script left its mark, or opened a dialog: when the page opened, or when it was used. */
  readonly ran: boolean;
  /** Addresses that were asked for without a click. */
  readonly requests: readonly string[];
  readonly errors: readonly string[];
  /** Figures that are drawn. */
  readonly figures: number;
  /** What lies at the page's upper left corner is the page's own. */
  readonly covered: boolean;
}

/** Everything that a reader can do to an element, done to each: clicks, the pointer, focus. Links do not lead away. */
async function useEverything(): Promise<void> {
  // Links may lead where they like, only not while the test looks; what a script's address holds is run.
  const away = (event: Event): void => {
    const link = (event.target as Element).closest("a");
    const href = link?.getAttribute("href") ?? link?.getAttribute("xlink:href") ?? "";
    if (new URL(href, location.href).protocol !== "javascript:") event.preventDefault();
  };
  addEventListener("click", away);
  // Not of the document itself: a page may have given that name to something of its own.
  for (const element of document.documentElement.querySelectorAll("body *")) {
    for (const type of [
      "mouseover",
      "mouseenter",
      "mousemove",
      "click",
      "focus",
      "toggle",
      "error",
      "load",
    ]) {
      const own = ["focus", "toggle", "error", "load"].includes(type);
      element.dispatchEvent(
        own ? new Event(type) : new MouseEvent(type, { bubbles: true, cancelable: true }),
      );
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** A browser with one page, which goes from address to address. */
export class Visitor {
  private requests: string[] = [];
  private errors: string[] = [];
  private dialogs = 0;

  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  static async start(executablePath: string): Promise<Visitor> {
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
    page.setDefaultTimeout(patience);
    const visitor = new Visitor(browser, page);
    page.on("dialog", (dialog) => {
      visitor.dialogs += 1;
      void dialog.dismiss();
    });
    page.on("pageerror", (error) => visitor.errors.push(error.message));
    await page.route(/^https?:/, (route) => {
      visitor.requests.push(route.request().url());
      return route.abort();
    });
    return visitor;
  }

  async visit(address: string, waitForFigures = false): Promise<Visit> {
    const { page } = this;
    // A page that has loaded asks for nothing more, and what the last one did is its own.
    await page.goto("about:blank");
    this.requests = [];
    this.errors = [];
    this.dialogs = 0;
    await page.goto(address);
    if (waitForFigures) {
      await page.waitForFunction(() =>
        [...document.documentElement.querySelectorAll("[data-figure]")].every(
          (place) => place.querySelector(".main-svg") ?? place.textContent.startsWith("(this figure"),
        ),
      );
    }
    const { requests, errors } = this;
    [this.requests, this.errors] = [[], []];
    const marked = (): Promise<boolean> =>
      page.evaluate(() => (window as { __hit?: unknown }).__hit !== undefined || "polluted" in {});
    const figures = await page.locator("[data-figure] .main-svg:first-child").count();
    const covered = await page.evaluate(() => {
      const top = document.elementFromPoint(3, 3);
      return top !== null && getComputedStyle(top).position === "fixed";
    });
    const atOnce = await marked();
    await page.evaluate(useEverything);
    return { ran: atOnce || (await marked()) || this.dialogs > 0, requests, errors, figures, covered };
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

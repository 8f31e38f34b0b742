// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- with an `import`, nothing here would be global
/// <reference path="./widgets.d.ts" />
/*
 * What cells find without an import. A cell's own declarations of the same names go before.
 */

/** Types of what cells find without an import. */
declare namespace Jupyter {
  /** A value in several forms, by media type: text and base64 as strings (or bytes), JSON as it is. */
  interface MimeBundle {
    readonly [mediaType: string]: unknown;
  }

  /** How a class of your own shows itself: `[Symbol.for("Jupyter.display")]() { return { "text/html": "…" } }`. */
  interface Displayable {
    toString(): string;
  }

  interface DisplayOptions {
    /** A name for the output, by which it can be replaced later, also from other cells. Made up without it. */
    id?: string;
    /** Replaces what is shown under `id` instead of showing it anew. */
    update?: boolean;
    /** The value is a bundle of media types already: `{ "text/html": "<b>…</b>" }`. */
    raw?: boolean;
    /** For the front end, by media type: `{ "image/png": { width: 300 } }`. */
    metadata?: { readonly [mediaType: string]: unknown };
  }

  /** What is on the screen. */
  interface DisplayHandle {
    /** The name of the output. */
    readonly id: string;
    /** Settled when everything is shown, still pictures included. The cell waits for it by itself. */
    readonly shown: Promise<void>;
    /** Shows another value in the same place. */
    update(value: unknown, options?: Pick<DisplayOptions, "raw" | "metadata">): void;
    /** Leaves the place empty. */
    clear(): void;
  }

  interface ProgressOptions {
    /** What goes on, left of the bar. */
    label?: string;
    /** How many steps there are, if what is gone through does not tell. */
    total?: number;
  }

  /** A bar that grows in place. */
  interface ProgressBar {
    /** Steps done. */
    readonly value: number;
    /** Some steps more (one without a number); `label` replaces the label. */
    step(count?: number, label?: string): void;
    /** That many steps in all. */
    update(value: number, label?: string): void;
    /** Shows that it is over, however many steps were done. */
    done(label?: string): void;
  }
}

/**
 * Shows a value below the cell, as the last value of a cell is shown: figures, tables, pictures, HTML elements, tensors,
 * what has a `Symbol.for("Jupyter.display")` method; else as text.
 *
 * @example
 * const shown = display(md`*loading …*`);
 * shown.update([{ name: "a", value: 1 }]);
 */
declare function display(value: unknown, options?: Jupyter.DisplayOptions): Jupyter.DisplayHandle;

declare namespace display {
  /** Shows HTML. Its scripts run where the front end trusts the notebook. */
  function html(source: string, options?: Jupyter.DisplayOptions): Jupyter.DisplayHandle;
  /** Shows Markdown, with formulas between dollar signs. */
  function markdown(source: string, options?: Jupyter.DisplayOptions): Jupyter.DisplayHandle;
  /** Shows LaTeX: `display.latex("$\\sum_i x_i$")`. */
  function latex(source: string, options?: Jupyter.DisplayOptions): Jupyter.DisplayHandle;
  /** Shows an SVG drawing. */
  function svg(source: string, options?: Jupyter.DisplayOptions): Jupyter.DisplayHandle;
  /** Shows a value as a tree that opens and closes. */
  function json(value: unknown, options?: Jupyter.DisplayOptions): Jupyter.DisplayHandle;
  /**
   * Shows a picture: the bytes of a PNG, JPEG, GIF, WebP or SVG file, or the path of one.
   *
   * @throws TypeError if it is no picture
   */
  function image(
    source: Uint8Array | ArrayBuffer | string,
    options?: Jupyter.DisplayOptions,
  ): Jupyter.DisplayHandle;
}

/**
 * Empties what the cell has shown so far.
 *
 * @param options.wait only when the next output comes, so that nothing flickers
 */
declare function clearOutput(options?: { wait?: boolean }): void;

/**
 * Asks for a line of text and waits for it.
 *
 * @param message the question
 * @param defaultValue the answer if the line is left empty
 * @param options.password hides what is typed
 * @returns the answer; `null` if the question was withdrawn
 * @throws Error where nobody can be asked (a notebook that runs unattended)
 */
declare function prompt(
  message?: string,
  defaultValue?: string,
  options?: { password?: boolean },
): string | null;

/**
 * Asks for yes or no and waits for it.
 *
 * @returns true for `y` or `yes`
 * @throws Error where nobody can be asked (a notebook that runs unattended)
 */
declare function confirm(message?: string): boolean;

/** Shows a message and waits until Enter is pressed. Where nobody can be asked, the message is printed. */
declare function alert(message?: string): void;

/**
 * HTML that shows itself: html`<b>${name}</b>`. Values are escaped, except HTML and SVG made like this, elements, and
 * arrays of them.
 */
declare function html(strings: TemplateStringsArray, ...values: unknown[]): Jupyter.Displayable;

/** An SVG drawing that shows itself: svg`<svg viewBox="0 0 9 9"><circle r="${3}"/></svg>`. Values are escaped as in `html`. */
declare function svg(strings: TemplateStringsArray, ...values: unknown[]): Jupyter.Displayable;

/** Markdown that shows itself: md`# ${title}`. Values are put in as they are. */
declare function md(strings: TemplateStringsArray, ...values: unknown[]): Jupyter.Displayable;

/**
 * A bar that shows how far a loop has come and how long it will still take.
 *
 * @example
 * for (const file of progress(files, { label: "reading" })) read(file);
 * for await (const batch of progress(batches, { total: 100 })) train(batch);
 */
declare function progress<T>(items: Iterable<T>, options?: Jupyter.ProgressOptions): IterableIterator<T>;
declare function progress<T>(
  items: AsyncIterable<T>,
  options?: Jupyter.ProgressOptions,
): AsyncIterableIterator<T>;

/**
 * A bar to be moved by hand.
 *
 * @param total how many steps there are; `undefined`: nobody knows
 * @example
 * const bar = progressBar(epochs, "training");
 * bar.step();
 */
declare function progressBar(total?: number, label?: string): Jupyter.ProgressBar;

/** Attributes of `import(…, { with: { type: "json" } })`: newer than the TypeScript of cells. */
interface ImportCallOptions {
  with?: { readonly [name: string]: string };
}

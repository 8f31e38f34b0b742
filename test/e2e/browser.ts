/* JupyterLab in a real browser: a server of its own, and a page that tests look at and press keys in. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import type { Browser, Locator, Page } from "playwright-core";
import { patience } from "../eventually";
import { freePort } from "./free-port";
import { espalier } from "./notebooks";

/** What JupyterLab is to do otherwise than it likes: show all cells at once, and ask nothing about news. */
const settings = {
  "notebook-extension/tracker": { windowingMode: "none" },
  "apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
};

/** JupyterLab on a folder, with our kernel as it is installed by `espalier kernel install`, and a browser. */
export class Lab {
  private constructor(
    private readonly server: ChildProcess,
    private readonly browser: Browser,
    private readonly address: string,
  ) {}

  /** Everything that JupyterLab and the browser write goes into `folder`. */
  static async start(python: string, browserPath: string, folder: string, root = folder): Promise<Lab> {
    const installed = await espalier(["kernel", "install", "--prefix", join(folder, "prefix")]).ended;
    if (installed.code !== 0) throw new Error(installed.stderr);
    for (const [name, value] of Object.entries(settings)) {
      const file = join(folder, "settings", "@jupyterlab", `${name}.jupyterlab-settings`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(value));
    }
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const options = {
      "ServerApp.port": port,
      "ServerApp.root_dir": root,
      "IdentityProvider.token": "secret",
      "LabApp.expose_app_in_browser": "True",
      "LabApp.user_settings_dir": join(folder, "settings"),
      "LabApp.workspaces_dir": join(folder, "workspaces"),
    };
    const server = spawn(
      python,
      [
        ...["-m", "jupyterlab", "--no-browser", "--allow-root"],
        ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          JUPYTER_PATH: join(folder, "prefix", "share", "jupyter"),
          JUPYTER_CONFIG_DIR: join(folder, "config"),
          JUPYTER_DATA_DIR: join(folder, "data"),
          JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
        },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      },
    );
    try {
      await answering(server, `${address}/api/status`);
      const browser = await chromium.launch({
        executablePath: browserPath,
        args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      });
      return new Lab(server, browser, address);
    } catch (error) {
      await end(server);
      throw error;
    }
  }

  /** Opens a notebook, its path below the root, and waits for its kernel. */
  async open(path: string): Promise<LabPage> {
    const page = await this.browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.setDefaultTimeout(patience);
    await page.goto(`${this.address}/lab/tree/${path}?token=secret&reset`);
    const opened = new LabPage(page);
    await opened.ready();
    return opened;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await end(this.server);
  }
}

/** A notebook on the screen. */
export class LabPage {
  constructor(readonly page: Page) {}

  /** The kernel is there and does nothing. */
  async ready(): Promise<void> {
    await this.page.locator(".jp-Notebook .jp-Cell").first().waitFor();
    await this.page.waitForFunction(() => {
      const { sessionContext } = (window as unknown as LabWindow).jupyterapp.shell.currentWidget ?? {};
      return sessionContext?.session?.kernel?.status === "idle";
    });
  }

  /** Runs a cell, counted from 0, and waits for its end. */
  async run(index: number): Promise<void> {
    await this.select(index);
    await this.page.evaluate(() =>
      (window as unknown as LabWindow).jupyterapp.commands.execute("notebook:run-cell"),
    );
    await this.ready();
  }

  /** Runs all cells until one fails, and waits for the end. */
  async runAll(): Promise<void> {
    await this.page.evaluate(() =>
      (window as unknown as LabWindow).jupyterapp.commands.execute("notebook:run-all-cells"),
    );
    await this.ready();
  }

  /** Presses a key at the end of a cell's text. */
  async press(index: number, key: string): Promise<void> {
    await this.cell(index).locator(".cm-content").click();
    await this.page.keyboard.press("Control+End");
    await this.page.keyboard.press(key);
  }

  /** What failed. */
  errors(): Promise<string[]> {
    const types = ["error", "stderr"].map((type) => `[data-mime-type="application/vnd.jupyter.${type}"]`);
    return this.page.locator(`.jp-OutputArea-output:is(${types.join(", ")})`).allInnerTexts();
  }

  async save(): Promise<void> {
    await this.page.evaluate(() =>
      (window as unknown as LabWindow).jupyterapp.commands.execute("docmanager:save"),
    );
  }

  async select(index: number): Promise<void> {
    await this.page.evaluate((chosen) => {
      const { currentWidget } = (window as unknown as LabWindow).jupyterapp.shell;
      if (currentWidget) currentWidget.content.activeCellIndex = chosen;
    }, index);
  }

  /** A picture of all cells, as high as they are. */
  async picture(file: string): Promise<void> {
    const panel = this.page.locator(".jp-WindowedPanel-outer");
    const before = this.page.viewportSize()!;
    const height = await panel.locator(".jp-WindowedPanel-viewport").evaluate((cells) => cells.scrollHeight);
    await this.page.setViewportSize({
      ...before,
      height: Math.max(before.height, Math.min(height + 100, 16_000)),
    });
    await panel.evaluate((element) => {
      element.scrollTop = 0;
    });
    // What is drawn when it comes into view is drawn.
    await sleep(1000);
    await this.page.screenshot({ path: file });
    await this.page.setViewportSize(before);
  }

  cell(index: number): Locator {
    return this.page.locator(".jp-Notebook .jp-Cell").nth(index);
  }

  output(index: number): Locator {
    return this.cell(index).locator(".jp-OutputArea-output");
  }

  /** What stands below a cell, as a reader sees it. */
  async text(index: number): Promise<string> {
    return (await this.output(index).allInnerTexts()).join("\n").trim();
  }
}

/** What JupyterLab shows of itself with `expose_app_in_browser`. */
interface LabWindow {
  readonly jupyterapp: {
    readonly commands: { execute(command: string): Promise<unknown> };
    readonly shell: {
      readonly currentWidget?: {
        readonly content: { activeCellIndex: number };
        readonly sessionContext?: { readonly session?: { readonly kernel?: { readonly status: string } } };
      };
    };
  };
}

async function answering(server: ChildProcess, url: string): Promise<void> {
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream?.on("data", (text) => (said += String(text)));
  for (let waited = 0; waited < patience; waited += 250) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`${url}?token=secret`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(250);
  }
  throw new Error(`JupyterLab did not start:\n${said}`);
}

/** The server ends its kernels when it is asked to end; what does not is killed. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.pid === undefined) return;
  const ended = once(server, "exit");
  server.kill();
  await Promise.race([ended, sleep(20_000, undefined, { ref: false })]);
  try {
    if (process.platform !== "win32") process.kill(-server.pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}

import { homedir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where Jupyter keeps one user's data: `JUPYTER_DATA_DIR`, else the platform's place.
 * Source: jupyter_core.paths, "Jupyter path" in Jupyter's documentation.
 */
export function userDataFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (environment.JUPYTER_DATA_DIR) return environment.JUPYTER_DATA_DIR;
  const home = environment.HOME ?? homedir();
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") {
    return environment.APPDATA
      ? join(environment.APPDATA, "jupyter")
      : join(environment.JUPYTER_CONFIG_DIR ?? join(home, ".jupyter"), "data");
  }
  return join(environment.XDG_DATA_HOME ?? join(home, ".local", "share"), "jupyter");
}

/** Every folder in which Jupyter looks for kernels, first match wins. */
export function jupyterDataFolders(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string[] {
  const separator = platform === "win32" ? ";" : ":";
  const named = (environment.JUPYTER_PATH ?? "").split(separator).filter(Boolean);
  const prefixes = [environment.VIRTUAL_ENV, environment.CONDA_PREFIX].filter(
    (prefix) => prefix !== undefined,
  );
  const shared =
    platform === "win32"
      ? [join(environment.PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  return [
    ...named,
    ...prefixes.map((prefix) => join(prefix, "share", "jupyter")),
    userDataFolder(environment, platform),
    ...shared,
  ];
}

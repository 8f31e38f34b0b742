/* `npm run build`: compiles the library and the kernel, and lets the notebooks find them. */
import { SetupError } from "./native/console.mjs";
import { build } from "./setup/build.mjs";

try {
  await build();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

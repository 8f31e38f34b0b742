/*
 * Loaded into the kernel's process before tslab (`node --require`). tslab itself stays as published:
 * here is only what has to be in place around it.
 */
import { keepAllOutput } from "./lossless";
import { endWithParent } from "./parent";
import { keepSigintListeners } from "./sigint";

keepAllOutput();
keepSigintListeners();
endWithParent();

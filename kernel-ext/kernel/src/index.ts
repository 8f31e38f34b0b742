/**
 * The kernel as a program for Jupyter: how it is started, and how Jupyter is told of it.
 * Nothing here knows of networks, TensorFlow or notebooks' content.
 */
export { kernelArguments, kernelLanguage, kernelNames, kernelProgram } from "./command";
export type { KernelName } from "./command";
export {
  installKernelSpecs,
  isOwnKernelSpec,
  kernelSpec,
  kernelSpecFolder,
  uninstallKernelSpecs,
} from "./kernelspec";
export type { KernelSpec, KernelSpecChange } from "./kernelspec";
export { jupyterDataFolders, userDataFolder } from "./data-folders";

export { FunctionTexts } from "./function-texts";
export { SourceText } from "./source-text";

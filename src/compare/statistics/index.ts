export { correctedTest, type CorrectedTest } from "./corrected-t";
export { mcnemarTest, type McNemarTest } from "./mcnemar";
export { mean, median, spreadOf, variance } from "./spread";
export { studentCdf, studentQuantile, studentTwoSided } from "./student-t";

import { createAttempts } from "./attempt-service.ts";
import { createExamReports } from "./report-service.ts";

type Dependencies = Parameters<typeof createExamReports>[0] & Omit<Parameters<typeof createAttempts>[0], "reports">;

/** Practice exams: attempts and their reports. */
export function createExamService(dependencies: Dependencies) {
  const reports = createExamReports(dependencies);
  return { ...createAttempts({ ...dependencies, reports }), ...reports };
}

export type ExamService = ReturnType<typeof createExamService>;

import type { Begun, Busy, Ended, Sitting } from "../../app/exam.ts";
import type { Card } from "./components.ts";
import { renderBusy, renderSitting } from "./exam.ts";
import { renderReport } from "./exam-report.ts";

/** Whatever a step of an exam leads to. */
export function renderExam(found: Sitting | Ended | Busy | Begun): Card {
  const missed = "missed" in found ? found.missed : undefined;
  switch (found.state) {
    case "open":
      return renderSitting(found, missed);
    case "busy":
      return renderBusy(found, missed);
    case "ended":
      return renderReport(found);
  }
}

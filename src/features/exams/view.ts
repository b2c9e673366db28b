import type { Card } from "../../platform/discord/components.ts";
import { renderBusy, renderSitting } from "./attempt-view.ts";
import { renderReport } from "./report-view.ts";
import type { Begun, Busy, Ended, Sitting } from "./service.ts";

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

import type { Telemetry } from "../../platform/ops/telemetry.ts";
import type { Clock } from "../../platform/time.ts";
import type { AnswerStore } from "./answer-store.ts";
import type { PostService } from "./post-service.ts";

/** Counts answers by outcome. */
export function watchAnswers(answers: AnswerStore, telemetry: Telemetry | undefined): AnswerStore {
  return {
    ...answers,
    async record(...answer) {
      const recording = await answers.record(...answer);
      telemetry?.emit("answer", recording.outcome);
      return recording;
    },
  };
}

/** Counts slots by outcome, and measures how late they were posted. */
export function watchPosting(posting: PostService, clock: Clock, telemetry: Telemetry | undefined): PostService {
  return {
    ...posting,
    async post(task) {
      const report = (outcome: "failed" | Awaited<ReturnType<PostService["post"]>>["outcome"]) =>
        telemetry?.emit("slot", { outcome, lateMilliseconds: clock() - task.slotAt });
      try {
        const result = await posting.post(task);
        report(result.outcome);
        return result;
      } catch (error) {
        report("failed");
        throw error;
      }
    },
  };
}

import type { Telemetry } from "../../platform/ops/telemetry.ts";
import type { Clock } from "../../platform/time.ts";
import type { AnswerStore } from "./answer-store.ts";
import type { PostService } from "./post-service.ts";

/** Tells of every answer what became of it. */
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

/** Tells of every slot what became of it and how late. */
export function watchPosting(posting: PostService, clock: Clock, telemetry: Telemetry | undefined): PostService {
  return {
    ...posting,
    async post(task) {
      const tell = (outcome: "failed" | Awaited<ReturnType<PostService["post"]>>["outcome"]) =>
        telemetry?.emit("slot", { outcome, lateMilliseconds: clock() - task.slotAt });
      try {
        const result = await posting.post(task);
        tell(result.outcome);
        return result;
      } catch (error) {
        tell("failed");
        throw error;
      }
    },
  };
}

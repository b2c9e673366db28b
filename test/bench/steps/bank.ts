import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import { questions } from "../../support/questions.ts";

const QUESTIONS_A_TOPIC = 20;

/** Enough for a mock exam; "again" is correct and "stop" incorrect in every question. */
export const bank = TOPICS.flatMap((topic) =>
  Array.from({ length: QUESTIONS_A_TOPIC }, (_, index) => questions.single({ id: `${topic}.q${index}`, topic })),
);

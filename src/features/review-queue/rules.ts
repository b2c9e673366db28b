import { z } from "zod";
import { formSchema } from "../suggestions/rules.ts";

/** How many suggestions, and how many reports, may wait in a guild, and of one member. */
export const WAITING = { guild: 50, member: 5 } as const;
export const LONGEST_REASON = 500;

const shared = {
  id: z.string(),
  /** Rises with every edit, so that nobody decides on what somebody else has just changed. */
  edition: z.int(),
  /** Who suggested or reported it. */
  by: z.string(),
  at: z.int(),
};

/** What waits for a moderator's decision. */
export const caseSchema = z.discriminatedUnion("kind", [
  z.object({ ...shared, kind: z.literal("suggestion"), form: formSchema }),
  z.object({ ...shared, kind: z.literal("report"), questionId: z.string(), reason: z.string() }),
]);
export type Case = z.infer<typeof caseSchema>;
export type Suggestion = Extract<Case, { kind: "suggestion" }>;
export type Report = Extract<Case, { kind: "report" }>;

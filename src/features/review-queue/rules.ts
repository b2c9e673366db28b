import { z } from "zod";
import { formSchema } from "../suggestions/rules.ts";

/** Maximum number of waiting items per guild and per member. Suggestions and reports are counted separately. */
export const QUEUE_LIMITS = { guild: 50, member: 5 } as const;
export const MAX_REASON_LENGTH = 500;

const shared = {
  id: z.string(),
  /** Every edit increments it. A moderator's decision applies only to the version they saw. */
  version: z.int(),
  /** The member who suggested or reported it. */
  by: z.string(),
  at: z.int(),
};

/** A suggestion or report that is waiting for a moderator. */
export const reviewItemSchema = z.discriminatedUnion("kind", [
  z.object({ ...shared, kind: z.literal("suggestion"), form: formSchema }),
  z.object({ ...shared, kind: z.literal("report"), questionId: z.string(), reason: z.string() }),
]);
export type ReviewItem = z.infer<typeof reviewItemSchema>;
export type Suggestion = Extract<ReviewItem, { kind: "suggestion" }>;
export type Report = Extract<ReviewItem, { kind: "report" }>;
/** Refers to an item at the version that a moderator saw. */
export type ReviewItemRef = Pick<ReviewItem, "id" | "version">;

export function hasKind<Kind extends ReviewItem["kind"]>(
  item: ReviewItem | undefined,
  kind: Kind,
): item is Extract<ReviewItem, { kind: Kind }> {
  return item?.kind === kind;
}

import { z } from "zod";
import { formSchema } from "../suggestions/rules.ts";

/** The maximum number of waiting suggestions, and of waiting reports, per guild and per member. */
export const QUEUE_LIMITS = { guild: 50, member: 5 } as const;
export const MAX_REASON_LENGTH = 500;

const shared = {
  id: z.string(),
  /** Increments with every edit. A moderator's decision only counts for the version they saw. */
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
/** An item at the version a moderator saw. */
export type ReviewItemRef = Pick<ReviewItem, "id" | "version">;

export function hasKind<Kind extends ReviewItem["kind"]>(
  item: ReviewItem | undefined,
  kind: Kind,
): item is Extract<ReviewItem, { kind: Kind }> {
  return item?.kind === kind;
}

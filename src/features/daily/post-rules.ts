import { z } from "zod";
import { seeded } from "../../platform/seed.ts";
import { DEFAULT_ZONE, type Instant, type LocalDate, localDateAt } from "../../platform/time.ts";
import type { Question } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";

/** What became of a slot. It only ever moves forward; `skipped` is an end of its own. */
export const POST_STATES = ["claimed", "sent", "revealed", "skipped"] as const;
export type PostState = (typeof POST_STATES)[number];

const instant = z.coerce.number().int();
const flag = z.stringbool();

/** The message a slot produced or will produce, as it is stored. */
export const postSchema = z.object({
  state: z.enum(POST_STATES),
  scheduleId: z.string(),
  channelId: z.string(),
  /** Channels an earlier try may have sent it to, before the schedule chose another. */
  tried: z
    .string()
    .default("")
    .transform((ids) => ids.split(" ").filter(Boolean)),
  topic: topicSchema,
  questionId: z.string(),
  rev: z.coerce.number().int(),
  /** When the slot was due, and when a worker first took it. */
  slotAt: instant,
  claimedAt: instant,
  closesAt: instant,
  /** Is a thread wanted, and is it there? */
  thread: flag,
  threadOpened: flag.default(false),
  roleId: z.string().optional(),
  messageId: z.string().optional(),
});
export type PostRecord = z.infer<typeof postSchema>;
export type Post = PostRecord & { guildId: string; slotId: string };

/** The seed of a post's shuffle: the same on every process and after every restart. */
export function seedOf({ guildId, slotId }: Pick<Post, "guildId" | "slotId">): string {
  return `${guildId}/${slotId}`;
}

/** The day of a post: the local date of its slot, or the one it was wished for on. */
export function dayOf({ slotId, slotAt }: Pick<Post, "slotId" | "slotAt">): LocalDate {
  return /^\d+-(\d{4}-\d{2}-\d{2})$/.exec(slotId)?.[1] ?? localDateAt(slotAt, DEFAULT_ZONE);
}

export type Pool = {
  questions: readonly Question[];
  /** When each question was last asked in this guild; absent: never. */
  askedAt: ReadonlyMap<string, Instant>;
  /** Questions open in this guild right now, which must not be asked again beside themselves. */
  open: ReadonlySet<string>;
  seed: string;
};

/** The question to ask next: one never asked here, else the one asked longest ago; equals are drawn by seed. */
export function pickQuestion({ questions, askedAt, open, seed }: Pool): Question | undefined {
  const free = questions.filter(({ id }) => !open.has(id));
  const candidates = free.length > 0 ? free : questions;
  const oldest = Math.min(...candidates.map(({ id }) => askedAt.get(id) ?? 0));
  const equals = candidates.filter(({ id }) => (askedAt.get(id) ?? 0) === oldest);
  return equals[Math.floor(seeded(seed)() * equals.length)];
}

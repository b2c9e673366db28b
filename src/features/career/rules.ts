import { z } from "zod";

export const CLAIM_STATUSES = ["verified", "superseded", "contradicted", "unread", "unverifiable"] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** Maximum number of options in a Discord select menu. */
const MAX_QUESTIONS = 25;
const MAX_CLAIMS = 6;
/** Discord allows 4,000 characters per message. The rest is reserved for labels. */
const MAX_CHARACTERS = 3_000;

const text = z.string().trim().min(1);
const day = z.iso.date("expected a date such as 2026-11-22");
const address = z
  .url({ protocol: /^https$/, error: "expected an https address" })
  .regex(/^[^\s()<>]+$/, "expected an https address without spaces or brackets");

/** A claim about back-end careers, with its source and whether it's true. */
const claimSchema = z
  .strictObject({
    claim: text,
    value: text,
    period: text,
    place: text,
    /** `url` is absent if the claim is common but its origin is unknown. */
    source: z.strictObject({ name: text, url: address.optional() }),
    /** The day it was last checked. */
    as_of: day,
    status: z.enum(CLAIM_STATUSES),
    /** Which copy of the source was read. */
    copy: text.optional(),
    note: text.optional(),
    /** The day its next check is due. */
    review_by: day,
  })
  .refine(({ status, note }) => status === "verified" || note !== undefined, {
    path: ["note"],
    error: "expected the reason why it isn't verified",
  })
  .refine(({ status, source }) => status !== "verified" || source.url !== undefined, {
    path: ["source"],
    error: "expected a url where the claim can be verified",
  })
  .refine(({ status, copy }) => status !== "verified" || copy !== undefined, {
    path: ["copy"],
    error: "expected which copy of the source was read; use status unread if it wasn't read",
  })
  .refine(({ status, source }) => status !== "unread" || source.url !== undefined, {
    path: ["source"],
    error: "expected the url of the unread source; use status unverifiable if there is none",
  })
  .refine(({ status, source }) => status !== "unverifiable" || source.url === undefined, {
    path: ["status"],
    error: "expected another status, such as unread, for a claim that names its source",
  })
  .refine(({ as_of: asOf, review_by: reviewBy }) => asOf < reviewBy, {
    path: ["review_by"],
    error: "expected a day after as_of",
  });
export type CareerClaim = z.infer<typeof claimSchema>;

const entrySchema = z
  .strictObject({
    id: z
      .string()
      .max(60)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "expected lower-case words joined by hyphens, for example what-they-do"),
    /** Must fit the label of a select option. */
    question: text.max(100),
    /** Other words that people search for. */
    also: z.array(text).default([]),
    answer: text,
    claims: z.array(claimSchema).min(1).max(MAX_CLAIMS),
  })
  .refine((entry) => characterCount(entry) <= MAX_CHARACTERS, {
    path: ["answer"],
    error: `expected at most ${MAX_CHARACTERS} characters including the claims, to fit in one message`,
  });
export type CareerEntry = z.infer<typeof entrySchema>;

export const careerSchema = z
  .strictObject({ questions: z.array(entrySchema).min(1).max(MAX_QUESTIONS) })
  .superRefine(({ questions }, context) => {
    for (const [index, { id }] of questions.entries()) {
      if (questions.findIndex((other) => other.id === id) === index) continue;
      context.addIssue({ code: "custom", path: ["questions", index, "id"], message: `${id} is already used` });
    }
  });

/**
 * The entries that share words with the input, best match first. Words can be incomplete. Empty input matches all
 * entries.
 */
export function matchingEntries(entries: readonly CareerEntry[], typed: string): CareerEntry[] {
  const searched = wordsOf(typed);
  if (searched.length === 0) return [...entries];

  const hits = ({ question, also }: CareerEntry) => {
    const words = wordsOf([question, ...also].join(" "));
    return searched.filter((part) => words.some((word) => word.startsWith(part))).length;
  };
  return entries.filter((entry) => hits(entry) > 0).sort((a, b) => hits(b) - hits(a));
}

/** Finds an entry by its id, its question, or words that match only one question. */
export function findEntry(entries: readonly CareerEntry[], given: string): CareerEntry | undefined {
  const wanted = given.trim().toLowerCase();
  const exact = entries.find(({ id, question }) => id === wanted || question.toLowerCase() === wanted);
  if (exact) return exact;
  const [match, ...others] = matchingEntries(entries, given);
  return others.length === 0 ? match : undefined;
}

function wordsOf(phrase: string): string[] {
  return phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function characterCount({ question, answer, claims }: { question: string; answer: string; claims: CareerClaim[] }) {
  const parts = claims.flatMap(({ claim, value, period, place, source, copy = "", note = "" }) => [
    ...[claim, value, period, place, copy, note],
    ...[source.name, source.url ?? ""],
  ]);
  return [question, answer, ...parts].reduce((sum, part) => sum + part.length, 0);
}

import { z } from "zod";

export const CLAIM_STATUSES = ["verified", "superseded", "contradicted", "unverifiable"] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** As many as a menu of Discord offers. */
const MOST_QUESTIONS = 25;
const MOST_CLAIMS = 6;
/** A message takes 4,000; the rest is left for the words around. */
const MOST_CHARACTERS = 3_000;

const text = z.string().trim().min(1);
const day = z.iso.date("a date such as 2026-11-22");
const address = z
  .url({ protocol: /^https$/, error: "an https address" })
  .regex(/^[^\s()<>]+$/, "an https address without spaces and brackets");

/** Something people read about the work: who says it, of when and where, and whether it holds. */
const claimSchema = z
  .strictObject({
    claim: text,
    value: text,
    period: text,
    place: text,
    /** Without an address where it is repeated everywhere and comes from nowhere. */
    source: z.strictObject({ name: text, url: address.optional() }),
    /** The day on which it was last held against its source. */
    as_of: day,
    status: z.enum(CLAIM_STATUSES),
    note: text.optional(),
    /** After this day somebody should look again. */
    review_by: day,
  })
  .refine(({ status, note }) => status === "verified" || note !== undefined, {
    path: ["note"],
    error: "expected why it is not verified",
  })
  .refine(({ status, source }) => status !== "verified" || source.url !== undefined, {
    path: ["source"],
    error: "expected a url, where what is verified can be read",
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
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case words joined by hyphens, for example what-they-do"),
    /** As a person would ask it; a menu shows it whole. */
    question: text.max(100),
    /** Other words people ask it with. */
    also: z.array(text).default([]),
    answer: text,
    claims: z.array(claimSchema).min(1).max(MOST_CLAIMS),
  })
  .refine((entry) => charactersOf(entry) <= MOST_CHARACTERS, {
    path: ["answer"],
    error: `expected at most ${MOST_CHARACTERS} characters together with the claims: they stand in one message`,
  });
/** A question about the work, as authors write it and as members read it. */
export type CareerEntry = z.infer<typeof entrySchema>;

export const careerSchema = z
  .strictObject({ questions: z.array(entrySchema).min(1).max(MOST_QUESTIONS) })
  .superRefine(({ questions }, context) => {
    for (const [index, { id }] of questions.entries()) {
      if (questions.findIndex((other) => other.id === id) === index) continue;
      context.addIssue({ code: "custom", path: ["questions", index, "id"], message: `expected another id than ${id}` });
    }
  });

/** The entries that share words with what is typed, most first; a word may be half typed. All, where nothing is typed. */
export function matchingEntries(entries: readonly CareerEntry[], typed: string): CareerEntry[] {
  const sought = wordsOf(typed);
  if (sought.length === 0) return [...entries];

  const hits = ({ question, also }: CareerEntry) => {
    const words = wordsOf([question, ...also].join(" "));
    return sought.filter((part) => words.some((word) => word.startsWith(part))).length;
  };
  return entries.filter((entry) => hits(entry) > 0).sort((a, b) => hits(b) - hits(a));
}

function wordsOf(phrase: string): string[] {
  return phrase.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function charactersOf({ question, answer, claims }: { question: string; answer: string; claims: CareerClaim[] }) {
  const claimed = claims.flatMap(({ claim, value, period, place, source, note = "" }) => [
    ...[claim, value, period, place, note],
    ...[source.name, source.url ?? ""],
  ]);
  return [question, answer, ...claimed].reduce((sum, part) => sum + part.length, 0);
}

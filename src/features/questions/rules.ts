import { z } from "zod";
import { topicSchema } from "./topic-rules.ts";

/** A word that stays readable inside an id, a custom id and a Redis key. */
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case words joined by hyphens, for example lost-put");
const dottedSlug = z
  .string()
  .max(60)
  .regex(/^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+$/, "topic.words-with-hyphens, for example http.lost-put");

const text = z.string().trim().min(1);
const day = z.iso.date("a date such as 2026-09-15");

export const LEVELS = ["recall", "apply", "analyse"] as const;
export type Level = (typeof LEVELS)[number];
export const DIFFICULTIES = [1, 2, 3] as const;
export const difficultySchema = z.literal(DIFFICULTIES);
export type Difficulty = z.infer<typeof difficultySchema>;

const option = z.strictObject({ text, why: text, key: z.boolean().default(false) });

/** Interpreters that can prove a key; see content/README.md. */
export const INTERPRETERS = ["python", "node", "php", "java", "sqlite", "postgres", "bash", "git"] as const;

const shared = {
  id: dottedSlug,
  rev: z.int().positive(),
  topic: topicSchema,
  objective: dottedSlug,
  level: z.enum(LEVELS),
  difficulty: difficultySchema,
  stem: text,
  /** Shown between stem and options, highlighted as `language`. */
  code: z.strictObject({ language: slug, text: z.string().min(1) }).optional(),
  refs: z.array(z.strictObject({ url: z.url(), title: text, checked: day })).min(1),
  /** After this day the item must be read again: its ground moves. */
  review_by: day.optional(),
  /** Retired items keep their id and their statistics but are never asked. */
  retired: day.optional(),
  /** A program that proves the key; `program` absent means the code shown. */
  run: z.strictObject({ with: z.enum(INTERPRETERS), program: z.string().optional(), prints: z.string() }).optional(),
};

const choice = z.strictObject({ ...shared, type: z.enum(["single", "multi"]), options: z.record(slug, option) });
const trueFalse = z.strictObject({
  ...shared,
  type: z.literal("true-false"),
  options: z.strictObject({ true: option, false: option }),
});
const short = z.strictObject({
  ...shared,
  type: z.literal("short"),
  /** Every spelling that counts; the first is the one shown as the answer. */
  accept: z.array(text).min(1),
  /** Code keeps its case and inner spaces; prose does not. */
  exact: z.boolean().default(false),
  why: text,
});
const number = z.strictObject({
  ...shared,
  type: z.literal("number"),
  answer: z.number(),
  tolerance: z.number().nonnegative().default(0),
  unit: text.optional(),
  why: text,
});
const order = z.strictObject({
  ...shared,
  type: z.literal("order"),
  /** Ids and texts of the steps, in the right order. */
  steps: z.record(slug, text),
  why: text,
});

/** A question as authors write it and as the bot reads it: one shape, so there is nothing to map. */
export const questionSchema = z.discriminatedUnion("type", [choice, trueFalse, short, number, order]);
export type Question = z.infer<typeof questionSchema>;
export type QuestionType = Question["type"];
/** A question answered by tapping options rather than by typing or ordering. */
export type ChoiceQuestion = Extract<Question, { options: object }>;

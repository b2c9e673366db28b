import { z } from "zod";
import { topicSchema } from "./topic-rules.ts";

/** Lower-case words joined by hyphens, which are safe in ids, custom ids and Redis keys. */
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case words joined by hyphens, for example lost-put");
const dottedSlug = z
  .string()
  .max(60)
  .regex(/^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+$/, "topic.words-with-hyphens, for example http.lost-put");

const text = z.string().trim().min(1);
const day = z.iso.date("a date such as 2026-09-15");

export const LEVELS = ["recall", "apply", "analyze"] as const;
export type Level = (typeof LEVELS)[number];
export const DIFFICULTIES = [1, 2, 3] as const;
export const difficultySchema = z.literal(DIFFICULTIES);
export type Difficulty = z.infer<typeof difficultySchema>;

const option = z.strictObject({ text, why: text, key: z.boolean().default(false) });

/** Programming languages a question can require. */
export const LANGUAGES = ["python", "javascript", "php", "java", "go", "csharp", "rust"] as const;
export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;

/** Interpreters that can verify an answer key. See content/README.md. */
export const INTERPRETERS = [
  "python",
  "node",
  "php",
  "java",
  "go",
  "csharp",
  "rust",
  "sqlite",
  "postgres",
  "bash",
  "git",
] as const;

const shared = {
  id: dottedSlug,
  rev: z.int().positive(),
  topic: topicSchema,
  /** The name of a built-in question's file. */
  subtopic: slug.optional(),
  objective: dottedSlug,
  level: z.enum(LEVELS),
  difficulty: difficultySchema,
  /** The language a learner must know to answer. Absent if the question is about something else. */
  language: languageSchema.optional(),
  stem: text,
  /** Code between stem and options. `language` selects the syntax highlighting. */
  code: z.strictObject({ language: slug, text: z.string().min(1) }).optional(),
  refs: z.array(z.strictObject({ url: z.url(), title: text })).min(1),
  /**
   * Ids of questions about the same concept. No quiz or exam contains two of them. It's enough if one question lists
   * the other.
   */
  enemies: z.array(dottedSlug).min(1).optional(),
  /** The day by which the question must be reviewed, because its subject changes over time. */
  review_by: day.optional(),
  /** Retired questions keep their id and statistics but aren't asked. */
  retired: day.optional(),
  /** A program that verifies the answer key. Without `program`, runs the displayed code. */
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
  /** Accepted spellings. The first one is shown as the answer. */
  accept: z.array(text).min(1),
  /** Whether case and inner spaces matter, as in code. */
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
  /** Ids and texts of the steps, in the correct order. */
  steps: z.record(slug, text),
  why: text,
});

/** A question. YAML files use the same format. */
export const questionSchema = z.discriminatedUnion("type", [choice, trueFalse, short, number, order]);
export type Question = z.infer<typeof questionSchema>;
/** A question answered by picking options. */
export type ChoiceQuestion = Extract<Question, { options: object }>;

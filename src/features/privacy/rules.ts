import { z } from "zod";
import { MODES } from "../learning/rules.ts";
import { LANGUAGES } from "../questions/rules.ts";
import { TOPICS } from "../questions/topic-rules.ts";

const time = z.iso.datetime();
const questionId = z.string().describe("Id of the question.");
const response = z.array(z.string()).describe("Ids of the chosen options or ordered steps, or the typed text.");

const card = z
  .object({
    due: time.describe("When the question is due for review."),
    stability: z.number().describe("Days until the chance of remembering it drops to 90%."),
    difficulty: z.number().describe("How hard it is for you, from 1 to 10."),
  })
  .describe("The review card. Only questions in your review have one.");

const question = z.object({
  questionId,
  rev: z.int().describe("Revision of the question."),
  firstAt: time.describe("When you first answered it."),
  firstCorrect: z.boolean().describe("Whether the first answer was correct."),
  firstMode: z.enum(MODES).describe("Where you first answered it, such as `daily` or `quiz`."),
  lastAt: time.describe("When you last answered it."),
  attempts: z.int().describe("Number of answers."),
  lastCorrectAt: time.optional().describe("When you last answered it correctly."),
  card: card.optional(),
});

const mastery = z.object({
  topic: z.enum(TOPICS).describe("Topic."),
  ability: z
    .number()
    .describe("Estimated ability in logits. At 0, half of the medium questions are expected to be correct."),
  answers: z.int().describe("Number of answers the estimate is based on."),
});

const activity = z.object({
  day: z.iso.date().describe("Day the answers were given."),
  guildId: z
    .string()
    .optional()
    .describe("Server whose daily questions these are. Without it, all answers of the day."),
  answers: z.int().describe("Number of answers."),
});

const preferences = z.object({
  languages: z.array(z.enum(LANGUAGES)).describe("Programming languages you want to be asked about."),
});

const quiz = z.object({
  kind: z.enum(["quiz", "review"]).describe("Quiz or review."),
  guildId: z.string().optional().describe("Id of the server where it was started."),
  ended: z.boolean().describe("Whether it has ended."),
  answers: z
    .array(
      z.object({
        questionId,
        response,
        correct: z.boolean().describe("Whether the answer was correct."),
        at: time.describe("When you answered."),
      }),
    )
    .describe("Answers so far."),
});

const exam = z.object({
  module: z.string().describe("Exam module."),
  startedAt: time.describe("When it started."),
  endsAt: time.describe("When the time is up."),
  answers: z
    .array(
      z.object({
        questionId,
        response: response.optional(),
        flagged: z.boolean().describe("Whether you flagged it."),
      }),
    )
    .describe("Its questions, with your answers so far."),
});

const examResult = z.object({
  module: z.string().describe("Exam module."),
  startedAt: time.describe("When it started."),
  endedAt: time.describe("When it was submitted."),
  extraTime: z.boolean().describe("Whether you took it with extra time."),
  correct: z.int().describe("Number of correct answers."),
  total: z.int().describe("Number of questions."),
  passMark: z.int().describe("Number of correct answers needed to pass."),
  missed: z.array(z.object({ questionId, response })).describe("Questions answered incorrectly or not at all."),
});

const answer = z.object({
  slotId: z.string().describe("Slot of the post."),
  questionId: z.string().optional().describe("Id of the question."),
  response,
  correct: z
    .boolean()
    .optional()
    .describe("Whether it was correct. Omitted until the reveal if the server withholds the result."),
  base: z.int().optional().describe("Points for the question. Omitted in the same case."),
  bonus: z.int().optional().describe("Points for the streak. Omitted in the same case."),
  at: time.describe("When you answered."),
  day: z.iso.date().describe("Day it counts toward."),
  streak: z.int().describe("Length of your streak, including this answer."),
  withheld: z
    .literal(true)
    .optional()
    .describe("Set if the points were withheld until the reveal and then added as a credit."),
  sequence: z.int().describe("Position among all answers and credits of the server."),
});

const credit = z.object({
  reason: z.string().describe("What the points are for."),
  season: z.string().describe("Season they count toward."),
  points: z.int().describe("Number of points."),
  at: time.describe("When you earned them."),
  day: z.iso.date().describe("Day it counts toward."),
  topic: z.enum(TOPICS).optional().describe("Topic they count toward."),
});

const guild = z.object({
  guildId: z.string().describe("Id of the server."),
  hidden: z.boolean().describe("Whether you are hidden from its leaderboards."),
  streak: z
    .object({
      length: z.int().describe("Length in days."),
      lastDay: z.iso.date().describe("Last day of the streak."),
      freezes: z.int().describe("Freezes left."),
    })
    .optional()
    .describe("Your streak of daily questions."),
  answers: z.array(answer).describe("Your answers to daily questions."),
  credits: z.array(credit).describe("Points from quizzes, reviews, exams and withheld answers."),
  boards: z
    .array(
      z.object({
        board: z.string().describe("Period of the leaderboard, and topic if it has one."),
        points: z.int().describe("Your points."),
        rank: z.int().describe("Your rank, starting at 1."),
      }),
    )
    .describe("Your leaderboard entries."),
});

const other = z.object({
  key: z.string().describe("Database key."),
  field: z.string().describe("Field or member within the key. Empty if the key has only one value."),
  value: z.string().describe("Stored value."),
});

/** The file that `/privacy export` returns. docs/privacy.md lists these descriptions, and a test compares the two. */
export const exportSchema = z.object({
  format: z.literal("rootine-export").describe("Identifies the file format."),
  version: z.literal(1).describe("Increases when a field changes its meaning."),
  userId: z.string().describe("Your Discord user id."),
  exportedAt: time.describe("When the file was created."),
  questions: z.array(question).describe("Every question you have answered."),
  mastery: z.array(mastery).describe("Your estimated mastery of each topic."),
  activity: z
    .array(activity)
    .describe("Your answers per day over the last 13 weeks, in total and for each server's daily questions."),
  preferences: preferences.optional().describe("What you chose with `/preferences`."),
  quiz: quiz.optional().describe("Your current or latest quiz or review."),
  exam: exam.optional().describe("Your open exam."),
  examResults: z.array(examResult).describe("Your latest exam results."),
  guilds: z.array(guild).describe("Your data in each server where you have answered."),
  other: z
    .array(other)
    .describe(
      "Everything else that is yours, like suggestions, reminders, and changes you made as a moderator. What others wrote about you isn't included.",
    ),
});
export type Export = z.infer<typeof exportSchema>;
export type GuildExport = Export["guilds"][number];

/** The stored data of an export. The service adds the file header. */
export type LearnerData = Omit<Export, "format" | "version" | "exportedAt">;

/** Replaces the id of a user who deleted their data. No account has this id. */
export const DELETED_USER_ID = "0".repeat(18);

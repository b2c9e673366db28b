import { z } from "zod";
import { MODES } from "../learning/rules.ts";
import { TOPICS } from "../questions/topic-rules.ts";

const time = z.iso.datetime();
const questionId = z.string().describe("Id of the question.");
const response = z.array(z.string()).describe("Ids of the options chosen or steps put in order, or the text typed.");

const card = z
  .object({
    due: time.describe("When the question comes back in a review."),
    stability: z.number().describe("Days until it would be remembered nine times in ten."),
    difficulty: z.number().describe("How hard it is for the learner, 1 to 10."),
    reps: z.int().describe("How often it has been reviewed."),
    lapses: z.int().describe("How often it was forgotten."),
  })
  .describe("What the review knows about a question; only of questions that were missed or unsure.");

const seen = z.object({
  questionId,
  rev: z.int().describe("Revision of the question that was answered."),
  firstAt: time.describe("When it was answered first."),
  firstRight: z.boolean().describe("Whether that was right."),
  firstMode: z.enum(MODES).describe("Where that was."),
  lastAt: time.describe("When it was answered last."),
  times: z.int().describe("How often it was answered."),
  rightAt: time.optional().describe("When it was answered right last."),
  card: card.optional(),
});

const mastery = z.object({
  topic: z.enum(TOPICS).describe("The topic."),
  ability: z.number().describe("Estimated ability, in logits; 0 gets half of the medium questions right."),
  answers: z.int().describe("How many answers say so."),
});

const activity = z.object({
  day: z.iso.date().describe("The day."),
  sitting: z.string().describe("The post, quiz or exam."),
  answers: z.int().describe("How many answers were given."),
});

const quiz = z.object({
  kind: z.enum(["quiz", "review"]).describe("Whether it is a quiz or a review."),
  guildId: z.string().optional().describe("Where it is played."),
  ended: z.boolean().describe("Whether it is over."),
  answers: z
    .array(
      z.object({
        questionId,
        response,
        right: z.boolean().describe("Whether it was right."),
        at: time.describe("When it was answered."),
      }),
    )
    .describe("What was answered in it."),
});

const exam = z.object({
  module: z.string().describe("Which exam."),
  startedAt: time.describe("When it was begun."),
  endsAt: time.describe("When its time is up."),
  answers: z
    .array(
      z.object({
        questionId,
        response: response.optional(),
        flagged: z.boolean().describe("Whether the learner flagged it."),
      }),
    )
    .describe("Its questions, with what was answered so far."),
});

const examResult = z.object({
  module: z.string().describe("Which exam."),
  startedAt: time.describe("When it was begun."),
  endedAt: time.describe("When it was submitted."),
  extraTime: z.boolean().describe("Whether it was taken with extra time."),
  right: z.int().describe("How many questions were right."),
  items: z.int().describe("Of how many."),
  passMark: z.int().describe("How many were needed to pass."),
  missed: z.array(z.object({ questionId, response })).describe("What was wrong or left open."),
});

const answer = z.object({
  slotId: z.string().describe("The post that was answered."),
  questionId: z.string().optional().describe("The question it asked."),
  response,
  right: z
    .boolean()
    .optional()
    .describe("Whether it was right; told after the reveal where the server tells it only then."),
  base: z.int().optional().describe("Points for the question; the same."),
  bonus: z.int().optional().describe("Points for the streak; the same."),
  at: time.describe("When it was answered."),
  day: z.iso.date().describe("The day it counts for, in the server's time zone."),
  streak: z.int().describe("How long the streak was with it."),
  withheld: z.literal(true).optional().describe("Its points count only since the reveal, as a credit."),
  sequence: z.int().describe("Its number among all answers and credits of the server."),
});

const credit = z.object({
  reason: z.string().describe("What for: a question answered right in a quiz, or an exam."),
  season: z.string().describe("The season it counts for."),
  points: z.int().describe("How many points."),
  at: time.describe("When."),
  day: z.iso.date().describe("The day it counts for, in the server's time zone."),
  topic: z.enum(TOPICS).optional().describe("The topic it counts for."),
});

const guild = z.object({
  guildId: z.string().describe("Id of the server."),
  hidden: z.boolean().describe("Whether the learner is hidden from its boards."),
  streak: z
    .object({
      length: z.int().describe("Days in a row."),
      lastDay: z.iso.date().describe("The last of them."),
      freezes: z.int().describe("How many freezes are left."),
    })
    .optional()
    .describe("Days in a row on which the daily question was answered."),
  answers: z.array(answer).describe("Answers to daily questions."),
  credits: z.array(credit).describe("Points earned in quizzes, reviews and exams."),
  boards: z
    .array(
      z.object({
        board: z.string().describe("The board's name: its period, perhaps with a topic."),
        points: z.int().describe("Points on it."),
        place: z.int().describe("Place on it, from 1."),
      }),
    )
    .describe("Places on leaderboards, by the period's name."),
});

const other = z.object({
  place: z.string().describe("Name of the record."),
  name: z.string().describe("What in it is meant; empty where there is but one thing."),
  value: z.string().describe("As it is stored."),
});

/** All that is kept about a learner, as `/privacy export` gives it. docs/privacy.md describes every field. */
export const exportSchema = z.object({
  format: z.literal("rootine-export").describe("What this file is."),
  version: z.literal(1).describe("Rises when a field changes its meaning."),
  userId: z.string().describe("Whose data this is."),
  exportedAt: time.describe("When it was put together."),
  questions: z.array(seen).describe("Every question the learner has answered, in any mode."),
  mastery: z.array(mastery).describe("What is believed about the learner in each topic."),
  activity: z.array(activity).describe("Answers by day and sitting, of the last 13 weeks."),
  quiz: quiz.optional().describe("The quiz or review under way, or the latest."),
  exam: exam.optional().describe("The exam that is open."),
  examResults: z.array(examResult).describe("The latest exams."),
  guilds: z.array(guild).describe("What stands in each server the learner has played in."),
  other: z
    .array(other)
    .describe("Whatever else names the learner: suggestions, reminders, changes made as a moderator."),
});
export type Export = z.infer<typeof exportSchema>;
export type GuildExport = Export["guilds"][number];

/** What the stores hold; when it was read is for the caller to say. */
export type PersonalRecord = Omit<Export, "format" | "version" | "exportedAt">;

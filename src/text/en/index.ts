import type { UserErrorCode, UserErrors } from "../user-errors.ts";
import { auditLog } from "./audit-log.ts";
import { boards, seasons } from "./boards.ts";
import { career } from "./career.ts";
import { commands } from "./commands.ts";
import { errors } from "./errors.ts";
import { exams } from "./exams.ts";
import { help } from "./help.ts";
import { imports } from "./imports.ts";
import { itemAnalysis } from "./item-analysis.ts";
import { liveQuiz } from "./live-quiz.ts";
import { notifications } from "./notifications.ts";
import { preferences } from "./preferences.ts";
import { privacy } from "./privacy.ts";
import { profile } from "./profile.ts";
import { daily, feedback, question, questionSearch, questionShow, reveal } from "./questions.ts";
import { quiz } from "./quiz.ts";
import { reminders } from "./reminders.ts";
import { review } from "./review.ts";
import { reviewQueue } from "./review-queue.ts";
import { schedules } from "./schedules.ts";
import { settings } from "./settings.ts";
import { report, suggestions, types } from "./suggestions.ts";
import { summaries } from "./summaries.ts";
import { difficulties, languages, levels, periods, topics } from "./words.ts";

/** All user-facing text in English. To add a language, add another object of this type. */
export type Text = typeof en;

export const en = {
  topics,
  difficulties,
  languages,
  levels,
  questionTypes: types,
  periods,

  error: <Code extends UserErrorCode>(code: Code, values: UserErrors[Code]): string => errors[code](values),
  databaseUnreachable:
    "I can't reach my database right now. Try again in a minute. If your answer did get through, it still counts.",
  databaseFull: (reference: string) =>
    `My database is full, so I couldn't save that. Everything saved before is safe. Give the person who runs me this reference: \`${reference}\`. Try again once they have made room.`,
  fault: (reference: string) =>
    `Something went wrong on my side. You didn't lose anything. Try again. If it keeps happening, give the person who runs me this reference: \`${reference}\`.`,

  question,
  questionShow,
  feedback,
  reveal,
  daily,
  quiz,
  review,
  liveQuiz,
  reminders,
  preferences,
  exams,
  boards,
  schedules,
  suggestions,
  report,
  reviewQueue,
  imports,
  questionSearch,
  settings,
  auditLog,
  notifications,
  seasons,
  summaries,
  career,
  profile,
  privacy,
  itemAnalysis,
  help,
  commands,
} as const;

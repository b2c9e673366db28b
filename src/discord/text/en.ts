import type { UserErrorCode, UserErrors } from "../../core/errors.ts";
import { board } from "./en/board.ts";
import { career } from "./en/career.ts";
import { commands } from "./en/commands.ts";
import { errors } from "./en/errors.ts";
import { exam } from "./en/exam.ts";
import { health } from "./en/health.ts";
import { help } from "./en/help.ts";
import { live } from "./en/live.ts";
import { hallOfFame, notice } from "./en/notice.ts";
import { bankFile, desk, report, search, suggestion, types, verdict } from "./en/own.ts";
import { privacy } from "./en/privacy.ts";
import { profile } from "./en/profile.ts";
import { daily, feedback, question, questionShow, reveal } from "./en/question.ts";
import { quiz, review } from "./en/quiz.ts";
import { reminder } from "./en/reminder.ts";
import { schedule } from "./en/schedule.ts";
import { audit, settings } from "./en/settings.ts";
import { difficulties, levels, periods, topics } from "./en/words.ts";

/** Every word people read, in English. Another language is one more object of this type. */
export type Text = typeof en;

export const en = {
  topics,
  difficulties,
  levels,
  questionTypes: types,
  periods,

  error: <Code extends UserErrorCode>(code: Code, values: UserErrors[Code]): string => errors[code](values),
  away: "I can't reach my memory right now. Try again in a minute: an answer that got there stays, and the first one counts.",
  full: (reference: string) =>
    `My memory is full, so I couldn't record that; what I have is safe. Tell the operator: \`${reference}\`. Try again when they have made room.`,
  fault: (reference: string) =>
    `Something went wrong on my side. Nothing of yours was lost; please try again. If it stays, tell the operator: \`${reference}\`.`,

  question,
  questionShow,
  feedback,
  reveal,
  daily,
  quiz,
  review,
  live,
  reminder,
  exam,
  board,
  schedule,
  suggestion,
  report,
  desk,
  bankFile,
  verdict,
  search,
  settings,
  audit,
  notice,
  hallOfFame,
  career,
  profile,
  privacy,
  health,
  help,
  commands,
} as const;

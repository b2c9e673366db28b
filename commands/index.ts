import type { Command, MessageCommand } from "../src/platform/discord/command.ts";
import { bank } from "./bank.ts";
import { career } from "./career.ts";
import { daily } from "./daily.ts";
import { exam } from "./exam.ts";
import { help } from "./help.ts";
import type { Services } from "./kit.ts";
import { leaderboard } from "./leaderboard.ts";
import { preferences } from "./preferences.ts";
import { privacy } from "./privacy.ts";
import { profile } from "./profile.ts";
import { question } from "./question.ts";
import { quiz } from "./quiz.ts";
import { remind } from "./remind.ts";
import { addToReview, review } from "./review.ts";
import { schedule } from "./schedule.ts";
import { settings } from "./settings.ts";

/** Every slash command. */
export const commands: readonly Command<Services>[] = [
  daily,
  quiz,
  review,
  remind,
  preferences,
  exam,
  profile,
  leaderboard,
  career,
  schedule,
  settings,
  question,
  bank,
  privacy,
  help,
];

/** Every message context menu command. */
export const messageCommands: readonly MessageCommand<Services>[] = [addToReview];

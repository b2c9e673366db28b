import type { AnyCommand, MessageCommand } from "../src/platform/discord/command.ts";
import { bank } from "./bank.ts";
import { career } from "./career.ts";
import { daily } from "./daily.ts";
import { exam } from "./exam.ts";
import { help } from "./help.ts";
import { keep } from "./keep.ts";
import { leaderboard } from "./leaderboard.ts";
import { privacy } from "./privacy.ts";
import { profile } from "./profile.ts";
import { question } from "./question.ts";
import { quiz } from "./quiz.ts";
import { remind } from "./remind.ts";
import { review } from "./review.ts";
import { schedule } from "./schedule.ts";
import { settings } from "./settings.ts";

/** Every slash command, as `/help` tells of them. */
export const commands: readonly AnyCommand[] = [
  daily,
  quiz,
  review,
  remind,
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

/** Every command in the menu of a message. */
export const messageCommands: readonly MessageCommand[] = [keep];

import type { AnyCommand } from "../src/discord/command.ts";
import { daily } from "./daily.ts";
import { exam } from "./exam.ts";
import { help } from "./help.ts";
import { leaderboard } from "./leaderboard.ts";
import { question } from "./question.ts";
import { schedule } from "./schedule.ts";

/** Every slash command, as `/help` tells of them. */
export const commands: readonly AnyCommand[] = [daily, exam, leaderboard, schedule, question, help];

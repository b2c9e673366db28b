import type { APIMessage } from "discord-api-types/v10";
import { expect, it } from "vitest";
import { LOBBY_DURATION } from "../../src/features/live-quiz/rules.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { HOUR, SECOND } from "../../src/platform/time.ts";
import type { InteractionResult } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { tracesOf } from "../support/every-trace.ts";
import { checkLedger } from "../support/ledger.ts";
import { customIdOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";
import { suggestInputs, suggestOptions } from "../support/suggestions.ts";

const bank = [
  ...[1, 2, 3, 4, 5].map((number) => questions.single({ id: `http.q${number}`, stem: `Question number ${number}?` })),
  questions.single({ id: "git.single", topic: "git", stem: "Which one?" }),
];

/** The keys that contain the person's id afterward: per guild, per learner and in the agenda. */
const LEFT_BEHIND = [
  ..."answers audit-log leaderboard credited-on credits draft live-quiz live-quiz-answers live-quiz-players review-queue streaks"
    .split(" ")
    .map((kind) => `g ${kind}`),
  ..."activity exam-attempt history mastery preferences quiz reminder".split(" ").map((kind) => `u ${kind}`),
  "a reminder",
  "a immediate",
];

const modal = (seen: InteractionResult) => seen.modal ?? expect.fail(`No modal: ${textOf(seen.message)}`);

/** Acts as a moderator and a learner, so that every feature stores something about this person. */
function everybody(stage: Stage) {
  const { playground } = stage;
  const person = playground.person(playground.people.moderator.id, { settleAfterMs: 5_000 });
  const { daily, general } = playground.guild.channels;
  const ask = async (command: string, options: Record<string, string | number> = {}, channel: string = daily) =>
    shownBy(await person.command(command, options, channel));
  const press = async (shown: APIMessage, part: string) => shownBy(await person.click(shown, customIdOf(shown, part)));
  const seen = (words: string, channel: string = daily) =>
    eventually(() => person.visibleMessages(channel).findLast((one) => textOf(one).includes(words))).catch(() =>
      expect.fail(`Nothing says ${words}:\n${person.visibleMessages(channel).map(textOf).join("\n---\n")}`),
    );
  return { ...person, ask, press, seen, daily, general };
}
type Everybody = ReturnType<typeof everybody>;

async function moderate({ ask, select, general, daily }: Everybody): Promise<void> {
  const panel = await ask("settings show", {}, general);
  await select(panel, "settings.pick", ["auditChannel"]);
  await select(panel, "settings.channel:auditChannel", [general]);
  await ask("schedule add", { channel: daily, time: "09:00", timezone: "UTC", topic: "http" });
  await ask("schedule post-now", { schedule: "daily-http" });
}

async function closeSeason({ ask, press, seen, general }: Everybody): Promise<void> {
  await press(await press(await ask("settings show", {}, general), "boards.close-season"), "confirm");
  await seen("Season 1 is over", general);
}

async function write({ command, submitModal, press, ask, general }: Everybody): Promise<void> {
  const suggest = async (written: object) =>
    shownBy(
      await submitModal(modal(await command("question suggest", suggestOptions, general)), {
        ...suggestInputs,
        ...written,
      }),
    );
  await press(await suggest({}), "suggestions.submit");
  await suggest({ stem: "What else does a 304 leave out of its answer, and why?" });
  const report = modal(await command("question report", { id: "http.q1" }, general));
  await submitModal(report, { reason: "The key is wrong." });
  await ask("bank retire", { id: "git.single" }, general);
  await ask("bank restore", { id: "git.single" }, general);
}

async function study(stage: Stage, { ask, press, select, seen }: Everybody): Promise<void> {
  await press(await seen("answered · closes"), "again");
  const quiz = await ask("quiz solo", { topic: "git", count: 3 });
  await press(quiz, "again");
  await ask("exam start", { module: "a" });
  await ask("remind on", { time: "13:00", timezone: "UTC" });
  await select(await ask("preferences"), "preferences.languages", ["go"]);
  await ask("profile");
  const lobby = await ask("quiz live", { count: 5, seconds: 60, topic: "http" });
  await press(lobby, "live-quiz.join");
  stage.advance(LOBBY_DURATION);
  await press(await seen("· question 1 of 4"), "again");
}

/** The kinds of keys that contain a person's id. */
async function kindsOf(redis: Redis, id: string): Promise<string[]> {
  const kinds = (await tracesOf(redis, id)).map((key) => key.replace(/^rootine:\{([a-z])[^}]*\}:([^:]+).*$/s, "$1 $2"));
  return [...new Set(kinds)];
}

it("/privacy delete removes everything stored about a user, as a member and as a moderator", {
  timeout: 60_000,
}, async () => {
  const stage = await openStage(bank);
  stage.skipEditInterval();
  const { redis } = stage;
  const one = everybody(stage);
  await moderate(one);
  await study(stage, one);
  await write(one);
  await closeSeason(one);
  expect(await kindsOf(redis, one.id)).toEqual(expect.arrayContaining(LEFT_BEHIND));

  const deleted = await one.press(await one.ask("privacy delete"), "confirm");
  await one.seen("Your data is deleted");
  expect(textOf(deleted)).toContain("Deleting your data");
  expect(await tracesOf(redis, one.id)).toEqual([]);

  // Jobs that run later restore nothing: live rounds, the reveal, notifications.
  for (let round = 0; round < 12; round += 1) {
    stage.advance(60 * SECOND);
    await stage.settled();
  }
  stage.advance(7 * HOUR);
  await one.seen("closed");
  expect(await tracesOf(redis, one.id)).toEqual([]);
  expect(await checkLedger(redis, stage.playground.guild.id)).toEqual([]);
  expect(stage.log.warnings).toEqual([]);
});

import { describe, expect, it } from "vitest";
import { exportSchema } from "../../src/features/privacy/rules.ts";
import { keys } from "../../src/platform/redis/keys.ts";
import { HOUR, SECOND } from "../../src/platform/time.ts";
import type { APIMessage, SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { tracesOf } from "../support/every-trace.ts";
import { checkLedger } from "../support/ledger.ts";
import { customIdOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

const bank = [
  questions.single(),
  questions.multi({ topic: "sql" }),
  questions.single({ id: "git.single", topic: "git", stem: "Which one?" }),
];

async function postQuestion(stage: Stage): Promise<APIMessage> {
  await stage.addSchedule({ topic: "http" });
  return stage.postNow("daily-http");
}

/** Answers the post and a quiz question, and leaves a quiz and an exam open. */
async function study(stage: Stage, member: SimulatedUser, post: APIMessage): Promise<APIMessage> {
  const { daily } = stage.playground.guild.channels;
  await member.click(post, customIdOf(post, "again"));
  const quiz = await member.command("quiz solo", { topic: "git", count: 3 }, daily);
  await member.click(quiz.message ?? "", customIdOf(quiz.message, "again"));
  const exam = await member.command("exam start", { module: "a" }, daily);
  if (!exam.message) throw new Error("no exam");
  return exam.message;
}

describe("/privacy", () => {
  it("exports everything in one file, and deletes everything once confirmed, including open quizzes and exams", async () => {
    const stage = await openStage(bank);
    const { playground } = stage;
    const { daily } = stage.channels;
    const [one, two] = stage.members;
    const post = await postQuestion(stage);
    const exam = await study(stage, one, post);
    await study(stage, two, post);

    const exported = await one.command("privacy export", {}, daily);
    expect(exported.ephemeral).toBe(true);
    const shown = exported.updated ?? exported.message;
    const [file] = shown?.attachments ?? [];
    expect(file?.filename).toBe("rootine-export.json");
    const all = exportSchema.parse(await (await fetch(file?.url ?? "")).json());
    expect(all.userId).toBe(one.id);
    expect(all.guilds[0]?.answers).toMatchObject([{ questionId: "http.single", correct: true, response: ["again"] }]);
    expect(all.guilds[0]?.credits).toHaveLength(1);
    expect(all.exam?.module).toBe("a");

    const asked = await one.command("privacy delete", {}, daily);
    expect(textOf(asked.message)).toContain("Delete all your data?");
    const canceled = await one.click(asked.message ?? "", customIdOf(asked.message, "cancel"));
    expect(textOf(canceled.updated)).toBe("Nothing was deleted.");
    const { redis } = stage;
    expect((await tracesOf(redis, one.id)).length).toBeGreaterThan(10);

    stage.advance(6 * HOUR);
    const revealed = () => one.visibleMessages(daily).find(({ id }) => id === post.id);
    await eventually(() => textOf(revealed()).includes(`First correct: <@${one.id}>, <@${two.id}>`));

    const again = await one.command("privacy delete", {}, daily);
    const deleted = await one.click(again.message ?? "", customIdOf(again.message, "confirm"));
    expect(textOf(deleted.updated)).toContain("Deleting your data");
    await eventually(() =>
      one.visibleMessages(daily).some((message) => textOf(message).includes("Your data is deleted")),
    );
    expect(await tracesOf(redis, one.id)).toEqual([]);
    expect(await checkLedger(redis, playground.guild.id)).toEqual([]);

    const dead = await one.click(exam, customIdOf(exam, "exams.submit"));
    expect(textOf(dead.message)).toContain("That attempt was deleted");
    stage.advance(20 * SECOND);
    await eventually(
      () => textOf(revealed()).includes(`First correct: <@${two.id}>`) && !textOf(revealed()).includes(one.id),
    );
    expect(await tracesOf(redis, one.id), "after using the bot again").toEqual([keys.learnerGuilds(one.id)]);
    expect(stage.log.warnings).toEqual([]);
  });

  it("hides a member from the leaderboards and the first correct answers until they undo it", async () => {
    const stage = await openStage(bank);
    const { playground } = stage;
    const { daily } = stage.channels;
    const [one, two] = stage.members;
    const post = await postQuestion(stage);
    await study(stage, one, post);
    await study(stage, two, post);

    const hidden = await one.command("privacy hide", {}, daily);
    expect(textOf(hidden.message ?? hidden.updated)).toContain("You're hidden in this server");
    const board = await eventually(async () => {
      const { message } = await one.command("leaderboard", {}, daily);
      return textOf(message).includes("1 member") && message;
    });
    expect(textOf(board)).toContain("You're hidden from this server's leaderboards");
    expect(textOf((await two.command("leaderboard", {}, daily)).message)).not.toContain(one.id);

    stage.advance(6 * HOUR);
    const revealed = () => one.visibleMessages(daily).find(({ id }) => id === post.id);
    await eventually(() => textOf(revealed()).includes(`First correct: <@${two.id}> · 2 of 2 correct`));

    const again = await one.command("privacy hide", {}, daily);
    const message = shownBy(again);
    const back = await one.click(message, customIdOf(message, "privacy.hide:show"));
    expect(textOf(back.updated)).toContain("You're back on this server's leaderboards");
    const isBack = async () => textOf((await two.command("leaderboard", {}, daily)).message).includes(`<@${one.id}>`);
    await eventually(isBack);
    await stage.settled();
    expect(await checkLedger(stage.redis, playground.guild.id)).toEqual([]);
  });
});

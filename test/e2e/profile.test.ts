import { type APIMessage, ComponentType } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { createSettingsStore } from "../../src/features/settings/store.ts";
import { keys } from "../../src/platform/redis/keys.ts";
import { HOUR } from "../../src/platform/time.ts";
import type { SimulatedUser } from "../../src/playground/playground.ts";
import { customIdOf, customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

const bank = [
  questions.single(),
  questions.single({ id: "http.other", stem: "Another one?" }),
  questions.single({ id: "sql.join", topic: "sql", stem: "What joins?" }),
];

/** A stage with an open daily question and two members who can answer it. */
async function openDay() {
  const stage = await openStage(bank);
  const { playground } = stage;
  const { daily } = stage.channels;
  await stage.addSchedule();
  const post = await stage.postNow();
  const answer = async (person: SimulatedUser, option = "again") => {
    await person.click(post, customIdOf(post, option));
  };
  const [one, two] = playground.people.members.map(({ id }) => playground.person(id));
  if (!one || !two) throw new Error("The playground has too few members");
  return { stage, daily, answer, one, two };
}

async function profileOf(person: SimulatedUser, channelId: string, values = {}): Promise<APIMessage> {
  const { message, ephemeral, failed } = await person.command("profile", values, channelId);
  if (!message) throw new Error(failed ?? "nothing was shown");
  expect(ephemeral).toBe(true);
  return message;
}

/** The profile image: its alt text and its file. */
async function pictureIn(message: APIMessage) {
  const gallery = message.components?.find((one) => one.type === ComponentType.MediaGallery);
  const [item] = gallery?.type === ComponentType.MediaGallery ? gallery.items : [];
  const [file] = message.attachments;
  if (!item || !file) throw new Error(`No picture in ${textOf(message)}`);
  expect(item.media.url).toBe(file.url);
  expect(file.description).toBe(item.description);
  const response = await fetch(file.url);
  expect(response.headers.get("content-type")).toBe("image/webp");
  return { says: item.description ?? "", file, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function playQuiz(person: SimulatedUser, channelId: string, option: string): Promise<void> {
  let { message: shown } = await person.command("quiz solo", { count: 3 }, channelId);
  for (;;) {
    const ids = customIdsOf(shown);
    const next = ids.find((id) => id.startsWith("quiz.next")) ?? ids.find((id) => id.endsWith(`:${option}`));
    if (!shown || !next) return;
    ({ updated: shown } = await person.click(shown, next));
  }
}

describe("/profile", () => {
  it("counts today's answer and practice before the reveal, and counts each only once after it", async () => {
    const { stage, daily, answer, one } = await openDay();
    await answer(one);
    const first = await pictureIn(await profileOf(one, daily));
    expect(first.says).toContain("1 day streak; 1st of 1, all time; 1 question; 100% correct first try.");
    expect(first.says).toContain("Last 12 weeks: 1 answer on 1 day.");
    expect(first.says).toContain("16 topics not started.");

    await playQuiz(one, daily, "post");
    const message = await profileOf(one, daily);
    const second = await pictureIn(message);
    // The quiz leaves out the open question and asks the other two.
    expect(second.says).toContain("3 questions; 33% correct first try. Last 12 weeks: 3 answers on 1 day.");
    expect(second.says).toMatch(/Level by topic, in % of medium questions: (HTTP|SQL) \d+ ± \d+[,.]/);
    expect(textOf(message)).toContain("Would you pass the mock exam today?");
    expect(textOf(message)).toContain("I can't tell yet. Answer at least:\n- ");

    stage.advance(7 * HOUR);
    await stage.settled();
    expect(await stage.redis.hlen(keys.activity(one.id))).toBeGreaterThanOrEqual(2);
    expect(await stage.redis.hlen(keys.history(one.id))).toBe(3);
    expect((await pictureIn(await profileOf(one, daily))).says).toContain("3 questions");
    expect((await pictureIn(await profileOf(one, daily))).says).toMatch(/Last 12 weeks: 3 answers on [12] days?\./);
    expect(stage.log.warnings).toEqual([]);
  });

  it("doesn't reveal a withheld answer through its accuracy", async () => {
    const { stage, daily, answer, one } = await openDay();
    await createSettingsStore(stage.redis).change(stage.playground.guild.id, { feedback: "at-reveal" });
    await answer(one);
    expect((await pictureIn(await profileOf(one, daily))).says).toContain(
      "0 questions; – correct first try. Last 12 weeks: 1 answer on 1 day.",
    );
  });

  it("shows another member's data only if it's public in this server", async () => {
    const { daily, answer, one, two } = await openDay();
    await answer(one);
    await answer(two, "post");
    await playQuiz(two, daily, "again");
    const message = await profileOf(one, daily, { member: two.id });
    const { says, file, bytes } = await pictureIn(message);

    expect(textOf(message)).toContain(`<@${two.id}> in this server`);
    expect(textOf(message)).not.toMatch(/mock exam|likely/i);
    expect(says).toMatch(/^1 day streak; \w+ of 2, all time; \d+ points\. Last 12 weeks: 1 answer on 1 day\./);
    expect(says).not.toMatch(/correct|Level/);
    expect([file.width, file.height]).toEqual([800, 428]);
    expect(bytes.length).toBeLessThanOrEqual(200 * 1_024);

    const own = await pictureIn(await profileOf(two, daily));
    expect(own.says).toContain("Last 12 weeks: 3 answers");
    const others = await pictureIn(await profileOf(one, daily));
    expect(others.bytes.equals(own.bytes)).toBe(false);
    // Your own name has the same result as no name.
    expect((await pictureIn(await profileOf(one, daily, { member: one.id }))).says).toBe(others.says);
  });

  it("explains when there is nothing to show yet", async () => {
    const { daily, answer, one, two } = await openDay();
    expect(textOf(await profileOf(one, daily))).toContain("Your profile starts with your first answer");
    await answer(one);
    const empty = await profileOf(one, daily, { member: two.id });
    expect(textOf(empty)).toContain(`I can't show a profile for <@${two.id}>`);
    expect(empty.attachments).toEqual([]);
  });

  it("shows hidden members to themselves only, without a rank", async () => {
    const { stage, daily, answer, one, two } = await openDay();
    await answer(two);
    await hide(stage, two.id);
    expect(textOf(await profileOf(one, daily, { member: two.id }))).toContain(
      "they haven't answered a question in this server yet",
    );
    expect((await pictureIn(await profileOf(two, daily))).says).toContain("1 day streak; no rank of ");
  });

  it("shows no server data and no other members in direct messages", async () => {
    const { stage, daily, answer, one, two } = await openDay();
    await answer(one);
    await playQuiz(one, daily, "again");
    const direct = stage.playground.directChannel(one.id);
    const message = await profileOf(one, direct);
    expect(textOf(message)).toContain("For your streak, points and rank in a server");
    expect((await pictureIn(message)).says).toMatch(/^1 day of practice; 2 questions; 100% correct first try\./);
    const refused = await one.command("profile", { member: two.id }, direct);
    expect(textOf(refused.message)).toContain("I can only show other members' profiles in servers I'm in");
  });
});

async function hide(stage: Stage, userId: string): Promise<void> {
  await stage.redis.sadd(keys.hiddenMembers(stage.playground.guild.id), userId);
}

import { describe, expect, it } from "vitest";
import { HOUR, SECOND } from "../../src/platform/time.ts";
import { eventually } from "../support/eventually.ts";
import { customIdOf, customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

/** Adds a schedule that is due in an hour, advances the clock to it and returns the message it posts. */
async function posted(stage: Stage, options: Record<string, string | boolean> = {}) {
  const time = new Date(stage.clock() + HOUR).toISOString().slice(11, 16);
  await stage.addSchedule({ time, ...options });
  stage.advance(HOUR);
  await stage.settled();
  return stage.playground.traffic.posts.at(-1)?.message ?? expect.fail("Nothing was posted.");
}

describe("the daily question, from schedule to reveal", () => {
  it("is posted on time, answered with one click, and revealed with its results", async () => {
    const stage = await openStage([questions.single()]);
    const { daily } = stage.channels;
    const [one, two, three] = stage.members;

    const message = await posted(stage, { thread: true });
    expect(textOf(message)).toContain("HTTP and networking · medium · 20 points");
    expect(textOf(message)).toContain("A PUT times out");
    expect(customIdsOf(message)).toHaveLength(3);

    const right = await one.click(message, customIdOf(message, "again"));
    expect(right.ephemeral).toBe(true);
    expect(textOf(right.message)).toContain("✓ **Correct!** · +21 points, including 1 for your streak");
    expect(textOf(right.message)).toContain("Why not **Assume the update failed**");
    expect(textOf(right.message)).toContain("1-day streak · 1st today");
    expect(textOf(right.message)).toContain("RFC 9110");

    const wrong = await two.click(message, customIdOf(message, "post"));
    expect(textOf(wrong.message)).toContain("✗ **Not quite.**");
    expect(textOf(wrong.message)).toContain("You chose **Send the body as a POST**");
    expect(textOf(wrong.message)).toContain("The answer is **Send the same PUT again**");

    const again = await one.click(message, customIdOf(message, "stop"));
    expect(textOf(again.message)).toMatch(
      /You already answered \*\*[ABC]\*\* at <t:\d+:t>\. Only your first answer counts/,
    );
    expect(textOf(again.message)).toContain("✓ **Correct!**");

    stage.advance(16 * SECOND);
    await eventually(() => textOf(one.visibleMessages(daily)[0]).includes("2 answered"));

    const asked = await three.command("daily", {}, daily);
    expect(textOf(asked.message)).toContain("You can answer the question from");
    const answered = await three.click(asked.message ?? "", customIdOf(asked.message, "again"));
    expect(textOf(answered.updated)).toContain("✓ **Correct!**");

    stage.advance(6 * HOUR);
    const revealed = await eventually(() =>
      one.visibleMessages(daily).find((shown) => textOf(shown).includes("closed") && textOf(shown).includes("Discuss")),
    );
    expect(textOf(revealed)).toContain("correct answer**");
    expect(textOf(revealed)).toContain("67%");
    expect(textOf(revealed)).toContain(`First correct: <@${one.id}>, <@${three.id}>`);
    expect(textOf(revealed)).toContain("2 of 3 correct");
    expect(customIdsOf(revealed).map((id) => id.split(":")[0])).toEqual(["daily.why-not", "daily.add-to-review"]);
    expect(textOf(revealed)).toContain("Discuss");

    const whyNot = await two.click(revealed, customIdsOf(revealed)[0] ?? "");
    expect(textOf(whyNot.message)).toContain("Why not **");
    expect(whyNot.ephemeral).toBe(true);

    const late = await two.command("daily", {}, daily);
    expect(textOf(late.message)).toContain("No question is open right now. The next one is due <t:");

    const board = await two.command("leaderboard", {}, daily);
    expect(textOf(board.message)).toMatch(
      new RegExp(`1.*<@${one.id}> · 21 points\\n.*2.*<@${three.id}> · 21 points\\n.*3.*you`),
    );
    expect(stage.log.warnings).toEqual([]);
  });

  it("refuses an answer after it has closed", async () => {
    const stage = await openStage([questions.single()]);
    const message = await posted(stage);
    const late = stage.playground.person(stage.playground.people.members[0].id);
    const button = customIdOf(message, "again");
    stage.advance(6 * HOUR + 1);
    expect(textOf((await late.click(message, button)).message)).toContain("This question is closed.");
  });
});

describe("every type of question", () => {
  it("accepts several options from a select", async () => {
    const stage = await openStage([questions.multi()]);
    const message = await posted(stage);
    expect(textOf(message)).toContain("Choose 2 or more");
    const [member] = stage.members;
    const seen = await member.select(message, customIdsOf(message)[0] ?? "", ["delete", "put"]);
    expect(textOf(seen.message)).toContain("✓ **Correct!**");
  });

  it("accepts a short answer from a modal", async () => {
    const stage = await openStage([questions.short()]);
    const message = await posted(stage);
    const [member] = stage.members;
    const { modal } = await member.click(message, customIdsOf(message)[0] ?? "");
    if (!modal) throw new Error("no modal");
    expect(textOf((await member.submitModal(modal, { answer: "etag" })).message)).toContain("✓ **Correct!**");
  });

  it("asks again for a number it can't read, and records nothing", async () => {
    const stage = await openStage([questions.number()]);
    const message = await posted(stage);
    const [member] = stage.members;
    const open = async () => {
      const { modal } = await member.click(message, customIdsOf(message)[0] ?? "");
      if (!modal) throw new Error("no modal");
      return modal;
    };
    const unread = await member.submitModal(await open(), { answer: "many" });
    expect(textOf(unread.message)).toContain("I can't read `many` as a number");
    const ambiguous = await member.submitModal(await open(), { answer: "1,024" });
    expect(textOf(ambiguous.message)).toContain("`1,024` could mean `1024` or `1.024`.");
    expect(textOf((await member.submitModal(await open(), { answer: "1 024" })).message)).toContain("✓ **Correct!**");
  });

  it("accepts steps in order and points out a step chosen twice", async () => {
    const stage = await openStage([questions.order()]);
    const message = await posted(stage);
    const [member] = stage.members;
    const answer = async (...steps: string[]) => {
      const { modal } = await member.click(message, customIdsOf(message)[0] ?? "");
      if (!modal) throw new Error("no modal");
      return member.submitModal(modal, Object.fromEntries(steps.map((step, index) => [`step-${index + 1}`, [step]])));
    };
    expect(textOf((await answer("connect", "connect", "secure")).message)).toContain(
      "You used `Open the connection` twice",
    );
    expect(textOf((await answer("resolve", "connect", "secure")).message)).toContain("✓ **Correct!**");
  });
});

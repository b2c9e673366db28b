import { beforeEach, describe, expect, it } from "vitest";
import { createSettingsStore } from "../../src/features/settings/store.ts";
import type { InteractionResult, SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { customIdOf, customIdsOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";
import { suggestInputs, suggestOptions } from "../support/suggestions.ts";

let stage: Stage;
let member: SimulatedUser;
let moderator: SimulatedUser;
let daily: string;
let general: string;

beforeEach(async () => {
  stage = await openStage([questions.single({ id: "http.built-in" })]);
  ({ daily, general } = stage.channels);
  ({ moderator } = stage);
  [member] = stage.members;
});

const modal = (seen: InteractionResult) => seen.modal ?? expect.fail(`No modal: ${textOf(seen.message)}`);
const press = (who: SimulatedUser, seen: InteractionResult, kind: string) =>
  who.click(shownBy(seen), customIdOf(shownBy(seen), kind));

async function suggest(written: Record<string, string> = suggestInputs, who = member): Promise<InteractionResult> {
  const form = modal(await who.command("question suggest", suggestOptions, general));
  return who.submitModal(form, written);
}
async function submitSuggestion(who = member, stem = suggestInputs.stem): Promise<InteractionResult> {
  return press(who, await suggest({ ...suggestInputs, stem }, who), "suggestions.submit");
}
async function set(settings: Parameters<ReturnType<typeof createSettingsStore>["change"]>[1]): Promise<void> {
  await createSettingsStore(stage.redis).change(stage.playground.guild.id, settings);
}

describe("a server's own question", () => {
  it("is submitted once when its author double-clicks", async () => {
    const sheet = await suggest();
    await Promise.all([press(member, sheet, "suggestions.submit"), press(member, sheet, "suggestions.submit")]);
    const review = async () => textOf(shownBy(await moderator.command("bank review", {}, general)));
    await eventually(async () => (await review()).includes("1 of"));
    await stage.settled();
    expect(await review()).toContain("1 of 1");
  });

  it("is suggested, fixed, submitted, approved, found and posted", async () => {
    const faulty = {
      ...suggestInputs,
      answers: suggestInputs.answers.replace("Uses the copy it has stored", "All of the above"),
    };
    const preview = await suggest(faulty);
    expect(preview.ephemeral).toBe(true);
    expect(textOf(preview.message)).toContain("Fix before you submit");
    expect(textOf(preview.message)).toMatch(/\*\*Options\*\* `all-of-the-above`/);
    expect(JSON.stringify(preview.message)).toMatch(
      /"disabled":true[^}]*suggestions.submit|suggestions.submit[^}]*"disabled":true/,
    );

    const again = modal(await press(member, preview, "suggestions.edit"));
    expect(JSON.stringify(again.components)).toContain("All of the above");
    const fixed = await member.submitModal(again, suggestInputs);
    expect(textOf(fixed.updated)).toContain("No issues found");
    expect(textOf((await press(member, fixed, "suggestions.submit")).updated)).toContain("Submitted!");

    const review = await moderator.command("bank review", {}, general);
    expect(textOf(review.message)).toContain(`from <@${member.id}>`);
    expect(textOf(review.message)).toContain("304 says that the stored copy is still good");
    const approved = textOf((await press(moderator, review, "review-queue.approve")).updated);
    const [, id = ""] = /Approved as `(own\.[^`]+)`/.exec(approved) ?? [];
    expect(approved).toContain("The review queue is empty.");

    const found = textOf((await member.command("question search", { text: "cached page" }, general)).message);
    expect(found).toContain(id);
    expect(found).not.toContain("stored copy");
    expect(textOf((await member.command("question show", { id }, general)).message)).toContain(suggestInputs.stem);

    await set({ bankMix: "own" });
    await stage.addSchedule();
    const post = await stage.postNow();
    expect(textOf(post)).toContain(suggestInputs.stem);
    const button = customIdOf(post, "uses-the-copy-it-has-stored");
    expect(textOf((await member.click(post, button)).message)).toContain("✓ **Correct!**");

    // A question retired while its post is open is still revealed.
    await moderator.command("bank retire", { id }, general);
    stage.advance(7 * 3_600_000);
    await eventually(() => {
      const now = member.visibleMessages(daily).find((one) => one.id === post.id);
      return textOf(now).includes("closed") && textOf(now).includes("304 says");
    });
    expect(stage.log.warnings).toEqual([]);
  });

  it("is denied with a reason, which its author gets by direct message", async () => {
    await submitSuggestion();
    const review = await moderator.command("bank review", {}, general);
    const why = modal(await press(moderator, review, "review-queue.deny"));
    const denied = await moderator.submitModal(why, { reason: "Too close to `http.cache`\n```\n<@&1> @everyone" });
    expect(textOf(denied.updated)).toContain("Denied.");

    const directMessage = await eventually(() => member.visibleMessages(stage.playground.directChannel(member.id))[0]);
    expect(textOf(directMessage)).toContain("Your question wasn't approved this time");
    expect(textOf(directMessage)).toContain("Too close to `http.cache`");
    expect(directMessage.mention_everyone).toBe(false);
    const draft = modal(await member.command("question suggest", suggestOptions, general));
    expect(JSON.stringify(draft.components)).toContain("304. What does the client do?");
  });

  it("can be edited by a moderator, and only the version a moderator sees can be approved", async () => {
    await submitSuggestion();
    const [first, second, third] = [
      await moderator.command("bank review", {}, general),
      await moderator.command("bank review", {}, general),
      await moderator.command("bank review", {}, general),
    ];
    const form = modal(await press(moderator, first, "review-queue.edit"));
    const edited = await moderator.submitModal(form, { ...suggestInputs, stem: "What does a client do about a 304?" });
    expect(textOf(edited.updated)).toContain("What does a client do about a 304?");
    expect(textOf((await press(moderator, second, "review-queue.approve")).message)).toContain(
      "Another moderator just changed",
    );
    expect(textOf((await press(moderator, edited, "review-queue.approve")).updated)).toContain("Approved");
    expect(textOf((await press(moderator, third, "review-queue.approve")).message)).toContain(
      "Another moderator just changed",
    );
  });

  it("can get another topic and difficulty from a moderator", async () => {
    await submitSuggestion();
    const review = await moderator.command("bank review", {}, general);
    const stale = await moderator.command("bank review", {}, general);
    const moved = await moderator.select(shownBy(review), customIdOf(shownBy(review), "review-queue.topic"), [
      "caching",
    ]);
    expect(textOf(moved.updated)).toContain("NoSQL and caching · easy");
    const harder = await moderator.select(shownBy(moved), customIdOf(shownBy(moved), "review-queue.difficulty"), ["3"]);
    expect(textOf(harder.updated)).toContain("NoSQL and caching · hard");
    expect(textOf((await press(moderator, stale, "review-queue.approve")).message)).toContain(
      "Another moderator just changed",
    );
    const approved = textOf((await press(moderator, harder, "review-queue.approve")).updated);
    const [, id = ""] = /Approved as `(own\.[^`]+)`/.exec(approved) ?? [];
    const shown = textOf((await member.command("question show", { id }, general)).message);
    expect(shown).toContain("NoSQL and caching · hard");
    expect(shown).toContain(suggestInputs.stem);
  });

  it("is announced in the review channel, where only moderators can open it", async () => {
    await set({ reviewChannel: general });
    await submitSuggestion();
    const notice = await eventually(() =>
      member.visibleMessages(general).find((one) => textOf(one).includes("suggested a question")),
    );
    const [look = ""] = customIdsOf(notice);
    expect(textOf((await member.click(notice, look)).message)).toContain("Only moderators can do that");
    const opened = await moderator.click(notice, look);
    expect(opened.ephemeral).toBe(true);
    expect(textOf(opened.message)).toContain("Suggestion 1 of 1");
    expect((await member.command("bank review", {}, general)).failed).toContain("permission");
  });

  it("is rejected when its author already has five in the queue", async () => {
    for (const word of ["one", "two", "three", "four", "five"]) {
      expect(
        textOf(
          (await submitSuggestion(member, `Which header is ${word} of a kind, and what is it there for?`)).updated,
        ),
      ).toContain("Submitted");
    }
    const refused = await submitSuggestion(member, "Which header is one too many?");
    expect(textOf(refused.message)).toContain("5 of your suggestions are already waiting");
    const draft = modal(await member.command("question suggest", suggestOptions, general));
    expect(JSON.stringify(draft.components)).toContain("one too many");
  });

  it("never mentions anyone or breaks out of its code block", async () => {
    const preview = await suggest({
      ...suggestInputs,
      code: "```js\nconst fence = '```';\n@everyone",
      references: "https://www.rfc-editor.org/rfc/rfc9110 x](https://evil.example) [y",
    });
    const shown = textOf(preview.message);
    expect(shown.match(/```/g)).toHaveLength(2);
    expect(shown).not.toContain("](https://evil.example)");
    expect(preview.message?.mention_everyone).toBe(false);
  });
});

describe("a report", () => {
  it("comes from a question or an answer, and can be dismissed or retire the question", async () => {
    await stage.addSchedule();
    await stage.postNow();
    const post = await eventually(() =>
      member.visibleMessages(daily).find((one) => textOf(one).includes("A PUT times out")),
    );
    const [tap = ""] = customIdsOf(post);
    const feedback = await member.click(post, tap);
    expect(textOf(feedback.message)).toContain("Report a problem");
    const fromAnswer = modal(await press(member, feedback, "questions.report"));
    expect(textOf((await member.submitModal(fromAnswer, { reason: "The key is wrong" })).message)).toContain(
      "Thank you",
    );
    const asked = modal(await member.command("question report", { id: "http.built-in" }, general));
    await member.submitModal(asked, { reason: "``` <@&1>" });
    const log = textOf(shownBy(await moderator.command("settings log", {}, general)));
    expect(log).toContain(`<@${member.id}> reported question \`http.built-in\` (2 times)`);

    const review = await moderator.command("bank review", {}, general);
    expect(textOf(review.message)).toContain("Report 1 of 2");
    expect(textOf(review.message)).toContain("The key is wrong");
    const next = await press(moderator, review, "review-queue.dismiss");
    expect(textOf(next.updated)).toContain("Report dismissed.");
    expect(textOf((await press(moderator, next, "review-queue.retire")).updated)).toContain(
      "`http.built-in` is retired, so I won't ask it here again",
    );

    const refused = await moderator.command("schedule post-now", { schedule: "daily" }, daily);
    expect(textOf(refused.message)).toContain("I have no questions for");
    const restored = await moderator.command("bank restore", { id: "http.built-in" }, general);
    expect(textOf(restored.message)).toContain("is active again");
    expect(textOf((await moderator.command("bank restore", { id: "http.built-in" }, general)).message)).toContain(
      "isn't retired in this server",
    );
  });
});

it("a moderator never sees the key of a question that is open in another of their servers", async () => {
  const elsewhere = stage.playground.addGuild({ people: true }).channels[0]?.id ?? "";
  const show = async (channelId: string) =>
    textOf((await moderator.command("question show", { id: "http.built-in" }, channelId)).message);
  expect(await show(elsewhere)).toContain("Answer key (moderators only)");

  await stage.addSchedule();
  await stage.postNow();
  for (const channelId of [elsewhere, daily]) {
    expect(await show(channelId)).not.toContain("Answer key (moderators only)");
    expect(await show(channelId)).toContain("its answer key stays hidden until the reveal");
  }
  const found = await moderator.command("question search", { text: "built-in" }, elsewhere);
  expect(textOf(found.message)).toContain("No questions found");

  stage.advance(25 * 3_600_000);
  await eventually(async () => (await show(elsewhere)).includes("Answer key (moderators only)"));
});

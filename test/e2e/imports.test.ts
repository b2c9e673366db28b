import { readFileSync } from "node:fs";
import type { APIMessage } from "discord-api-types/v10";
import { beforeEach, describe, expect, it } from "vitest";
import { createBankStore } from "../../src/features/questions/bank-store.ts";
import { createSettingsStore } from "../../src/features/settings/store.ts";
import type { InteractionResult, SimulatedUser } from "../../src/playground/playground.ts";
import { eventually } from "../support/eventually.ts";
import { checkLedger, readLedger } from "../support/ledger.ts";
import { customIdOf, customIdsOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

const EXAMPLE = readFileSync("docs/own-questions.csv", "utf8");

/** A file with one question; `key` is its correct option. */
const cached = (key: "uses-copy" | "asks-again") =>
  JSON.stringify({
    items: [
      {
        id: "cached",
        type: "single",
        topic: "http",
        difficulty: 1,
        stem: "A conditional GET for a cached page comes back with 304. What does the client do?",
        options: {
          "uses-copy": { text: "Uses the copy it has stored", why: "304 says that the stored copy is still good." },
          "asks-again": { text: "Asks for the page again", why: "The answer to the request is complete." },
          follows: { text: "Follows the address it is given", why: "That is what 301 and 307 ask for." },
          [key]: {
            key: true,
            text: key === "uses-copy" ? "Uses the copy it has stored" : "Asks for the page again",
            why: "This is the answer in this revision.",
          },
        },
        refs: [{ url: "https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5" }],
      },
    ],
  });

let stage: Stage;
let moderator: SimulatedUser;
let member: SimulatedUser;
let general: string;

beforeEach(async () => {
  stage = await openStage([questions.single({ id: "http.built-in" })]);
  general = stage.playground.guild.channels.general;
  member = stage.playground.person(stage.playground.people.members[0].id);
  moderator = stage.playground.person(stage.playground.people.moderator.id, { settleAfterMs: 20_000 });
});

/** Waits for the reply that replaces "thinking". */
async function load(name: string, content: string): Promise<APIMessage> {
  const file = moderator.upload(name, content, general);
  return final(await moderator.command("bank import", { file }, general));
}
const final = (seen: InteractionResult) =>
  eventually(
    () =>
      moderator
        .visibleMessages(general)
        .find(
          (one) =>
            one.id === seen.message?.id &&
            !textOf(one).includes("thinking") &&
            (textOf(one) || one.attachments.length > 0),
        ),
    20_000,
  );
const confirm = (message: APIMessage) => moderator.click(message, customIdOf(message, "imports.confirm"));
const search = async (text: string) => textOf((await member.command("question search", { text }, general)).message);

describe("/bank import", () => {
  it("shows errors, imports a valid file, and accepts its own export", async () => {
    const invalid = await load("mine.csv", EXAMPLE.replace("single,http,1", "single,http,7"));
    expect(textOf(invalid)).toMatch(/Nothing was imported\. Fix 1 error/);
    expect(textOf(invalid)).toContain("Line 2: difficulty");
    expect(customIdsOf(invalid)).toEqual([]);

    const valid = await load("mine.csv", EXAMPLE);
    expect(textOf(valid)).toContain("4 new questions, 0 changed, 0 unchanged.");
    expect(await search("working tree")).toContain("No questions found");
    expect(textOf((await confirm(valid)).updated)).toBe("Imported 4 questions.");
    expect(await search("working tree")).toContain(".which-of-these-commands-leave-the`");

    const exported = await final(await moderator.command("bank export", {}, general));
    const [file] = exported.attachments;
    expect(file?.filename).toBe("questions.yaml");
    const yaml = await (await fetch(file?.url ?? "")).text();
    const again = await load("questions.yaml", yaml);
    expect(textOf(again)).toContain("Nothing to import: this server already has these 4 questions.");

    const edited = await load("questions.yaml", yaml.replace("How many rows does", "How many rows will"));
    expect(textOf(edited)).toContain("0 new questions, 1 changed, 3 unchanged.");
    await confirm(edited);
    expect(await search("how many rows will")).toContain("How many rows will the query return?");
  });

  it("asks imported questions in the server but not in direct messages", async () => {
    await confirm(await load("mine.csv", EXAMPLE));
    const { id } = stage.playground.guild;
    const { redis } = stage;
    await createSettingsStore(redis).change(id, { bankMix: "own" });

    let shown = shownBy(await member.command("quiz solo", { topic: "http", count: 3 }, general));
    expect(textOf(shown)).toContain("comes back with 304");
    shown = shownBy(await member.click(shown, customIdOf(shown, "uses-the-copy-it-has-stored")));
    expect(textOf(shown)).toContain("✓ **Correct!**");
    const direct = stage.playground.directChannel(moderator.id);
    expect(textOf(shownBy(await moderator.command("quiz solo", { topic: "http" }, direct)))).toContain(
      "A PUT times out",
    );
    expect(stage.log.warnings).toEqual([]);
  });

  it("rescores earlier answers when an answer key is corrected", async () => {
    const guildId = stage.playground.guild.id;
    const { redis } = stage;
    await createSettingsStore(redis).change(guildId, { bankMix: "own" });
    await confirm(await load("mine.json", cached("uses-copy")));
    await stage.addSchedule();
    const post = await stage.postNow();
    expect(textOf(post)).toContain("conditional GET");
    const [, other] = stage.members;
    await member.click(post, customIdOf(post, "uses-copy"));
    await other.click(post, customIdOf(post, "asks-again"));
    const points = async () => (await readLedger(redis, guildId)).answers.map(({ userId, base }) => [userId, base]);
    expect(await points()).toEqual([
      [member.id, 10],
      [other.id, 0],
    ]);

    await confirm(await load("mine.json", cached("asks-again")));
    stage.advance(5_000);
    await stage.settled();
    expect(await points()).toEqual([
      [member.id, 0],
      [other.id, 10],
    ]);
    expect(await checkLedger(redis, guildId)).toEqual([]);
    const board = textOf((await other.command("leaderboard", {}, general)).message);
    expect(board.indexOf(`<@${other.id}>`)).toBeLessThan(board.indexOf(`<@${member.id}>`));
    const log = textOf(shownBy(await moderator.command("settings log", {}, general)));
    expect(log).toMatch(/I rescored answers to `own\.[a-z0-9]+\.cached` with the answer key of revision 2/);
  });

  it("writes nothing after another import, a cancellation or a change to the bank", async () => {
    const first = await load("a.csv", EXAMPLE);
    const second = await load("b.csv", EXAMPLE);
    expect(textOf((await confirm(first)).message)).toContain("replaced by a newer one");
    expect(textOf((await moderator.click(second, customIdsOf(second)[1] ?? "")).updated)).toContain("Canceled.");
    const third = await load("c.csv", EXAMPLE);
    await createBankStore(stage.redis).retireBuiltIn(stage.playground.guild.id, "http.built-in", "2026-11-22");
    expect(textOf((await confirm(third)).message)).toContain("questions changed after I checked the file");
    expect(textOf((await confirm(await load("d.csv", EXAMPLE))).updated)).toContain("Imported 4");
  });

  it("rejects members and unknown file types", async () => {
    const file = member.upload("a.csv", EXAMPLE, general);
    expect((await member.command("bank import", { file }, general)).failed).toContain("permission");
    const sent = await load("a.csv", EXAMPLE);
    stage.playground.setModerator(moderator.id, false);
    expect(textOf((await confirm(sent)).message)).toContain("Only moderators can do that");
    stage.playground.setModerator(moderator.id, true);
    const wrong = moderator.upload("a.docx", "x", general);
    expect(textOf((await moderator.command("bank import", { file: wrong }, general)).message)).toContain(
      "I don't know the file type",
    );
    expect(textOf(await load("a.yaml", `# ${"x".repeat(1_000_001)}`))).toContain("larger than 1 MB");
    expect(textOf((await moderator.command("bank export", {}, general)).message)).toContain(
      "no questions of its own yet",
    );
  });
});

import { type ChildProcess, fork } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ActionRowBuilder, ButtonBuilder, ButtonStyle, MessageFlags, PermissionFlagsBits } from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPlayground } from "../../../src/playground/playground.ts";
import { COMMANDS, connectBot } from "../../support/discord-bot.ts";
import { rawRequest } from "../../support/raw-request.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "playground-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openPlayground({ port: 0, dataDir: folder, limits: "none" });
const file = () => join(folder, "messages.jsonl");

describe("a playground after a restart", () => {
  it("shows the same messages, and old buttons still work", async () => {
    const first = await open();
    const channelId = first.guild.channels.daily;
    const bot = await connectBot(first);
    await bot.client.application.commands.set(COMMANDS);
    const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
      new ButtonBuilder().setCustomId("a").setLabel("A").setStyle(ButtonStyle.Primary),
    );
    const message = await bot.channel(channelId).send({ content: "question", components: [row] });
    const deleted = await bot.channel(channelId).send("deleted");
    await deleted.delete();
    await message.edit("question, edited");
    const thread = await message.startThread({ name: "About it" });
    await thread.send("in the thread");
    first.setBotRole(first.guild.id, PermissionFlagsBits.Administrator);
    const secret = await rawRequest(first, "POST", `/channels/${channelId}/threads`, { name: "Secret", type: 12 });
    const bulk = [await bot.channel(channelId).send("one"), await bot.channel(channelId).send("two")];
    const messages = bulk.map(({ id }) => id);
    await rawRequest(first, "POST", `/channels/${channelId}/messages/bulk-delete`, { messages });
    const noor = first.person(first.people.members[0].id);
    noor.sendMessage("hello", channelId);
    const inbox = first.directChannel(noor.id);
    await (await bot.client.users.createDM(noor.id)).send("for you alone");
    noor.sendMessage("thanks", inbox);
    const direct = noor.visibleMessages(inbox);
    const before = noor.visibleMessages(channelId);
    await bot.stop();
    await first.close();

    const second = await open();
    const again = second.person(noor.id);
    expect(again.visibleMessages(channelId)).toEqual(before);
    expect(direct.map(({ content }) => content)).toEqual(["for you alone", "thanks"]);
    expect(again.visibleMessages(second.directChannel(noor.id))).toEqual(direct);
    expect(again.visibleMessages(thread.id).at(-1)?.content).toBe("in the thread");
    expect((await rawRequest(second, "GET", `/channels/${Object(secret.body).id}`)).body).toMatchObject({ type: 12 });
    const late = await connectBot(
      second,
      (interaction) =>
        interaction.isButton() && interaction.reply({ content: "still here", flags: MessageFlags.Ephemeral }),
    );
    expect((await late.client.application.commands.fetch()).size).toBe(COMMANDS.length);
    expect((await again.click(message.id, "a")).message?.content).toBe("still here");
    expect(BigInt(again.sendMessage("newer", channelId).id)).toBeGreaterThan(BigInt(before.at(-1)?.id ?? 0));
    await late.stop();
    await second.close();
  });

  it("still recognizes a recent enforced nonce", async () => {
    const first = await open();
    const path = `/channels/${first.guild.channels.daily}/messages`;
    const body = { content: "once", nonce: "slot", enforce_nonce: true };
    const before = await rawRequest(first, "POST", path, body);
    await first.close();
    const second = await open();
    expect((await rawRequest(second, "POST", path, body)).body).toEqual(before.body);
    await second.close();
  });

  it("still serves attachments", async () => {
    const first = await open();
    const form = new FormData();
    form.set("payload_json", JSON.stringify({ content: "file" }));
    form.set("files[0]", new Blob(["hello"]), "note.txt");
    const path = `/channels/${first.guild.channels.daily}/messages`;
    const sent = await fetch(`${first.apiUrl}/v10${path}`, {
      method: "POST",
      headers: { authorization: `Bot ${first.token}` },
      body: form,
    });
    expect(sent.status).toBe(200);
    await first.close();
    const second = await open();
    const url =
      second.person(second.people.moderator.id).visibleMessages(second.guild.channels.daily).at(-1)?.attachments[0]
        ?.url ?? "";
    expect(await (await fetch(`${second.url}${new URL(url).pathname}`)).text()).toBe("hello");
    await second.close();
  });

  it("skips and removes an incomplete line", async () => {
    const first = await open();
    const noor = first.people.members[0].id;
    first.person(noor).sendMessage("complete", first.guild.channels.daily);
    await first.close();
    appendFileSync(file(), '{"kind":"message","message":{"id":"12');
    const second = await open();
    expect(second.person(noor).visibleMessages(second.guild.channels.daily)).toHaveLength(1);
    second.person(noor).sendMessage("after", second.guild.channels.daily);
    await second.close();
    for (const line of readFileSync(file(), "utf8").trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
  });
});

it("the newest thousand messages of a channel are kept, and the file is compacted", async () => {
  const playground = await open();
  const noor = playground.person(playground.people.members[0].id);
  for (let n = 0; n < 3_000; n += 1) noor.sendMessage(`message ${n}`, playground.guild.channels.general);
  await playground.close();
  expect(readFileSync(file(), "utf8").split("\n").length).toBeLessThan(4_000);
  const again = await open();
  const kept = again.person(noor.id).visibleMessages(again.guild.channels.general, 2_000);
  expect(kept.at(-1)?.content).toBe("message 2999");
  expect(kept.length).toBeGreaterThanOrEqual(1_000);
  expect(kept.length).toBeLessThan(1_200);
  await again.close();
});

it("every confirmed message is kept when the process is killed", { timeout: 60_000 }, async () => {
  const child = fork(join(import.meta.dirname, "post-until-killed.ts"), [folder], { execArgv: ["--import", "tsx"] });
  const confirmed = await lastConfirmed(child, 300);
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  const playground = await open();
  const kept = playground
    .person(playground.people.moderator.id)
    .visibleMessages(playground.guild.channels.daily, 2_000);
  const texts = new Set(kept.map(({ content }) => content));
  for (let n = 0; n <= confirmed; n += 1) expect(texts.has(`${n}`)).toBe(true);
  await playground.close();
});

function lastConfirmed(child: ChildProcess, atLeast: number): Promise<number> {
  return new Promise((resolve) => child.on("message", (n) => typeof n === "number" && n >= atLeast && resolve(n)));
}

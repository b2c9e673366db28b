import type { APIMessage } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/platform/time.ts";
import { eventually } from "../support/eventually.ts";
import { customIdOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

const bank = ["one", "two", "three"].map((name) => questions.single({ id: `http.${name}`, stem: `Question ${name}?` }));

/** A zone where it is noon now, so that the day doesn't end during a test. */
function noonZone(now: number): string {
  const offset = new Date(now).getUTCHours() - 12;
  return `Etc/GMT${offset < 0 ? "-" : "+"}${Math.abs(offset)}`;
}

function learnerOn({ playground, clock, advance }: Stage, nth: 0 | 1 = 0) {
  const { id } = playground.people.members[nth];
  const person = playground.person(id);
  const box = playground.directChannel(id);
  const { daily } = playground.guild.channels;
  const ask = async (command: string, options = {}): Promise<APIMessage> => {
    const { message, failed } = await person.command(command, options, daily);
    if (!message) throw new Error(failed ?? "nothing was shown");
    return message;
  };
  return {
    ...person,
    ask,
    directMessages: () => person.visibleMessages(box).filter(({ author }) => author.bot),
    remindMe: async () => textOf(await ask("remind on", { time: "13:00", timezone: noonZone(clock()) })),
    /** Advances the clock to the reminder of today, or of a later day. */
    toReminder: (days = 0) => {
      const now = new Date(clock());
      advance(days * DAY + HOUR - now.getUTCMinutes() * MINUTE - now.getUTCSeconds() * 1000 + 1000);
    },
    missQuiz: async () => {
      const shown = await ask("quiz solo", { count: 3 });
      await person.click(shown, customIdOf(shown, "post"));
    },
    /** The texts of the messages this person sees in the daily channel. */
    channelTexts: () => person.visibleMessages(daily).map(textOf),
  };
}

describe("/remind", () => {
  it("sends one message a day while cards are due, until its button turns it off", async () => {
    const stage = await openStage(bank);
    const one = learnerOn(stage);
    expect(await one.remindMe()).toMatch(/I'll message you at `13:00` \(.+\) on days when cards are due/);
    one.toReminder();
    await stage.settled();
    expect(one.directMessages()).toEqual([]);

    await one.missQuiz();
    await stage.join();
    one.toReminder(1);
    const directMessage = await eventually(() => one.directMessages()[0]);
    expect(textOf(directMessage)).toContain("**1 card** is due.");
    stage.advance(2 * HOUR);
    await stage.restart();
    await stage.settled();
    expect(one.directMessages()).toHaveLength(1);

    const { updated } = await one.click(directMessage, "reminders.turn-off");
    expect(textOf(updated)).toContain("Reminders are off.");
    stage.advance(2 * DAY);
    await stage.settled();
    expect(one.directMessages()).toHaveLength(1);
    expect(textOf(await one.ask("remind off"))).toContain("Reminders were already off.");
    expect(stage.log.warnings).toEqual([]);
  });

  it("mentions an unanswered question that continues a streak, but not to members who answered it", async () => {
    const stage = await openStage(bank);
    const [one, other] = [learnerOn(stage), learnerOn(stage, 1)];
    for (const learner of [one, other]) await learner.remindMe();
    await stage.addSchedule();
    const first = await stage.postNow();
    const right = customIdOf(first, "again");
    for (const learner of [one, other]) await learner.click(first, right);
    stage.advance(7 * HOUR);
    await eventually(() =>
      one.visibleMessages(stage.playground.guild.channels.daily).some((shown) => textOf(shown).includes("closed")),
    );

    stage.advance(DAY - 7 * HOUR);
    const second = await stage.postNow();
    await other.click(second, customIdOf(second, "again"));
    one.toReminder();
    const directMessage = await eventually(() => one.directMessages()[0]);
    expect(textOf(directMessage)).toContain(
      "Keep your streak of **1 day**: answer [today's question](https://discord.com/channels/",
    );
    expect(textOf(directMessage)).toContain(second.id);
    await stage.settled();
    expect(other.directMessages()).toEqual([]);
  });

  it("turns off when direct messages are closed, and says so once, after the next command", async () => {
    const stage = await openStage(bank);
    const one = learnerOn(stage);
    await one.remindMe();
    await one.missQuiz();
    stage.playground.setDirectMessages(one.id, "closed");
    one.toReminder(1);
    await eventually(() => stage.playground.traffic.count("POST /channels/{channel_id}/messages", 403) === 1);
    await stage.settled();
    const notices = () => one.channelTexts().filter((text) => text.includes("I turned off your reminders"));
    expect(notices()).toEqual([]);

    await stage.join();
    await one.ask("leaderboard");
    await eventually(() => notices().length === 1);
    await one.ask("career");
    stage.playground.setDirectMessages(one.id, "open");
    one.toReminder(1);
    await stage.settled();
    expect(notices()).toHaveLength(1);
    expect(one.directMessages()).toEqual([]);

    await one.remindMe();
    one.toReminder(1);
    await eventually(() => one.directMessages().length === 1);
  });

  it("retries after Discord errors and sends one message", async () => {
    const stage = await openStage(bank);
    const one = learnerOn(stage);
    await one.remindMe();
    await one.missQuiz();
    stage.playground.faults.inject({ kind: "error-after", on: "POST /channels/{channel_id}/messages", count: 6 });
    one.toReminder(1);
    // The first attempt and three retries of the REST client; then the bot looks for the message it may have sent.
    await eventually(() => stage.playground.faults.hits("error-after") >= 4, 20_000);
    await eventually(() => stage.playground.traffic.count("GET /channels/{channel_id}/messages") > 0);
    await stage.settled();
    expect(one.directMessages()).toHaveLength(1);
  }, 40_000);

  it("explains a time it can't read and suggests time zones while the user types", async () => {
    const stage = await openStage(bank);
    const one = learnerOn(stage);
    expect(textOf(await one.ask("remind on", { time: "half past" }))).toContain("I can't read the time `half past`.");
    const { daily } = stage.playground.guild.channels;
    const { choices } = await one.autocomplete("remind on", { time: "08:00", timezone: "berl" }, "timezone", daily);
    expect(choices).toEqual([{ name: "Europe/Berlin", value: "Europe/Berlin" }]);
  });
});

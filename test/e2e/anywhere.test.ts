import type { APIMessage } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import type { CareerEntry } from "../../src/features/career/rules.ts";
import { examsSchema } from "../../src/features/exams/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { HOUR } from "../../src/platform/time.ts";
import { eventually } from "../support/eventually.ts";
import { anyQuotas } from "../support/exams.ts";
import { customIdOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

const bank = ["one", "two", "three"].map((name) => questions.single({ id: `http.${name}`, stem: `Question ${name}?` }));
const career: readonly CareerEntry[] = [
  { id: "pay", question: "What does the work pay?", also: [], answer: "It depends.", claims: [] },
];
const exams = examsSchema.parse({
  pass_share: 0.7,
  quotas: anyQuotas,
  module: { items: 3, minutes: 30 },
  modules: [
    { id: "a", topics: ["http"] },
    { id: "b", topics: TOPICS.filter((topic) => topic !== "http") },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, topic === "http" ? 3 : 1])) },
});

const open = () => openStage(bank, { career, exams });

/** Each creates a channel and returns a learner who can use the bot there. */
const PLACES: Record<string, (stage: Stage) => { userId: string; channelId: string }> = {
  "direct messages": ({ playground }) => {
    const [{ id }] = playground.people.members;
    return { userId: id, channelId: playground.directChannel(id) };
  },
  "direct messages of a learner who shares no server with the bot": ({ playground }) => {
    const { members } = playground.addGuild({ bot: false, people: false, members: 1 });
    const id = members[0]?.id ?? "";
    playground.setUserInstall(id, true);
    return { userId: id, channelId: playground.directChannel(id) };
  },
  "a private channel": ({ playground }) => {
    const [{ id }, other] = playground.people.members;
    playground.setUserInstall(id, true);
    return { userId: id, channelId: playground.addPrivateChannel([id, other.id]) };
  },
  "a server the bot is not in": ({ playground }) => {
    const [{ id }] = playground.people.members;
    playground.setUserInstall(id, true);
    return { userId: id, channelId: playground.addGuild({ bot: false }).channels[0]?.id ?? "" };
  },
};

function learnerIn(stage: Stage, { userId, channelId }: { userId: string; channelId: string }) {
  const person = stage.playground.person(userId);
  return {
    ask: async (command: string, options = {}) => shownBy(await person.command(command, options, channelId)),
    tap: async (message: APIMessage, button: string) =>
      shownBy(await person.click(message, customIdOf(message, button))),
    finished: (id: string) =>
      person.visibleMessages(channelId).some((shown) => shown.id === id && textOf(shown) !== ""),
    choose: async (message: APIMessage, kind: string, value: string) =>
      shownBy(await person.select(message, kind, [value])),
  };
}

describe.each(Object.entries(PLACES))("in %s", (_, place) => {
  it("a learner takes a quiz without points and gets missed questions in the review", async () => {
    const stage = await open();
    const one = learnerIn(stage, place(stage));
    let shown = await one.ask("quiz solo", { count: 3 });
    expect(textOf(shown)).toContain("· 1 of 3");
    for (const _ of [1, 2, 3]) shown = await one.tap(await one.tap(shown, "post"), "quiz.next");
    expect(textOf(shown)).toContain("You only earn points in a server, but your progress counts here too.");
    expect(textOf(shown)).toContain("3 questions come back in your `/review`, the first one <t:");
    expect(textOf(await one.ask("review"))).toContain("You're all caught up.");
    stage.advance(48 * HOUR);
    const review = await one.ask("review");
    expect(textOf(await one.tap(review, "again"))).toContain("✓ **Correct!**");
    expectFewFollowUps(stage);
  });

  it("a learner takes an exam and gets its report", async () => {
    const stage = await open();
    const one = learnerIn(stage, place(stage));
    let shown = await one.ask("exam start", { module: "a" });
    for (const _ of [1, 2, 3]) {
      shown = await one.tap(shown, "again");
      if (textOf(shown).includes("3 of 3")) break;
      shown = await one.tap(shown, "next");
    }
    shown = await one.tap(await one.tap(shown, "exams.submit"), "confirm");
    expect(textOf(shown)).toContain("3 of 3 correct");
    expect(textOf(await one.ask("exam results"))).toContain("3 of 3");
    expectFewFollowUps(stage);
  });

  it("a learner gets career questions answered", async () => {
    const stage = await open();
    const one = learnerIn(stage, place(stage));
    const menu = await one.ask("career");
    expect(textOf(await one.choose(menu, "career.choose", "pay"))).toContain("It depends.");
    expectFewFollowUps(stage);
  });

  it("a learner sees help, a reminder and a profile", async () => {
    const stage = await open();
    const one = learnerIn(stage, place(stage));
    expect(textOf(await one.ask("help"))).toContain("Rootine: one back-end question a day");
    expect(textOf(await one.ask("remind on", { time: "08:00" }))).toContain("I'll message you at `08:00` (UTC)");
    expect(textOf(await one.ask("remind off"))).toContain("Reminders are off.");
    const { id } = await one.ask("profile");
    await eventually(() => one.finished(id));
    expectFewFollowUps(stage);
  });
});

/** A user-installed bot may send at most 5 follow-ups per interaction; it should need none. */
function expectFewFollowUps({ playground, log }: Stage): void {
  expect(playground.traffic.count("POST /webhooks/{webhook_id}/{webhook_token}")).toBe(0);
  expect(log.warnings).toEqual([]);
}

describe("points", () => {
  it("count in a server with the bot even if the learner installed the bot too", async () => {
    const stage = await open();
    const { playground } = stage;
    const [{ id }] = playground.people.members;
    playground.setUserInstall(id, true);
    const one = learnerIn(stage, { userId: id, channelId: playground.guild.channels.daily });
    let shown = await one.ask("quiz solo", { count: 3 });
    for (const _ of [1, 2, 3]) shown = await one.tap(await one.tap(shown, "again"), "quiz.next");
    expect(textOf(shown)).toContain("+12 points");
  });
});

describe("a learner who hasn't installed the bot", () => {
  it("can't use it in private channels or servers without the bot", async () => {
    const stage = await open();
    const { playground } = stage;
    const [{ id }, other] = playground.people.members;
    const person = playground.person(id);
    for (const channelId of [
      playground.addPrivateChannel([id, other.id]),
      playground.addGuild({ bot: false }).channels[0]?.id ?? "",
    ])
      expect((await person.command("review", {}, channelId)).failed).toMatch(/do not have permission/);
    expect((await person.command("daily", {}, playground.directChannel(id))).failed).toMatch(/do not have permission/);
  });
});

describe("a moderator of a server without the bot", () => {
  it("isn't offered server commands, even after installing the bot for themselves", async () => {
    const { playground, moderator } = await open();
    playground.setUserInstall(moderator.id, true);
    const channelId = playground.addGuild({ bot: false }).channels[0]?.id ?? "";
    for (const command of [
      "settings show",
      "schedule list",
      "bank review",
      "question search",
      "daily",
      "leaderboard",
    ]) {
      const options = command === "question search" ? { text: "http" } : {};
      expect((await moderator.command(command, options, channelId)).failed).toMatch(/do not have permission/);
    }
    expect((await moderator.command("help", {}, channelId)).failed).toBeUndefined();
  });
});

describe("a server that installed only the commands", () => {
  it("gets an invite link from every command that needs the bot", async () => {
    const { playground, moderator, log } = await open();
    const channelId = playground.addGuild({ bot: false, commands: true }).channels[0]?.id ?? "";
    const schedule = { channel: channelId, time: "09:00", timezone: "UTC" };
    for (const [command, options] of [
      ["daily", {}],
      ["schedule add", schedule],
      ["quiz live", {}],
      ["settings show", {}],
      ["leaderboard", {}],
    ] as const) {
      const reply = textOf(shownBy(await moderator.command(command, options, channelId)));
      expect(reply, command).toContain(`client_id=${playground.applicationId}&scope=bot+applications.commands`);
    }
    expect((await moderator.command("help", {}, channelId)).failed).toBeUndefined();
    expect(log.warnings).toEqual([]);
  });
});

describe("a question that is open in a server", () => {
  it("isn't asked in direct messages until the learner has seen a reveal there", async () => {
    const stage = await open();
    const { playground, channels } = stage;
    const [member] = stage.members;
    await stage.addSchedule();
    await stage.postNow();
    await member.command("daily", {}, channels.daily);
    const one = learnerIn(stage, { userId: member.id, channelId: playground.directChannel(member.id) });
    expect(textOf(await one.ask("quiz solo", { count: 3 }))).toContain("· 1 of 2");
  });

  it("isn't asked of a learner who never used the bot there while other questions remain", async () => {
    const four = [...bank, questions.single({ id: "http.four", stem: "Question four?" })];
    const stage = await openStage(four, { career, exams });
    const { playground } = stage;
    await stage.addSchedule();
    const stem = /Question \w+\?/.exec(textOf(await stage.postNow()))?.[0] ?? "no stem";
    const [{ id }] = stage.members;
    const one = learnerIn(stage, { userId: id, channelId: playground.directChannel(id) });
    let shown = await one.ask("quiz solo", { count: 3 });
    for (const _ of four.slice(1)) {
      expect(textOf(shown)).not.toContain(stem);
      shown = await one.tap(await one.tap(shown, "post"), "quiz.next");
    }
    expect(textOf(shown)).toContain("0 of 3 correct");
  });

  it("isn't asked of a member of that server anywhere else", async () => {
    const stage = await open();
    const { playground } = stage;
    const [member, other] = stage.members;
    await stage.addSchedule();
    const first = await stage.postNow();
    await member.click(first, customIdOf(first, "again"));
    stage.advance(7 * HOUR);
    await stage.settled();

    const second = await stage.postNow();
    const stem = /Question \w+\?/.exec(textOf(second))?.[0] ?? "no stem";
    const one = learnerIn(stage, { userId: member.id, channelId: playground.directChannel(member.id) });
    let shown = await one.ask("quiz solo", { count: 3 });
    for (const place of [1, 2]) {
      expect(textOf(shown)).toContain(`· ${place} of 2`);
      expect(textOf(shown)).not.toContain(stem);
      shown = await one.tap(await one.tap(shown, "post"), "quiz.next");
    }
    expect(textOf(shown)).toContain("0 of 2 correct");
    const stranger = learnerIn(stage, { userId: other.id, channelId: playground.directChannel(other.id) });
    expect(textOf(await stranger.ask("quiz solo", { count: 3 }))).toContain("· 1 of 3");
  });
});

describe("every learner command", () => {
  it("is available everywhere, while all other commands are limited to servers", () => {
    const LEARNERS = ["career", "exam", "help", "preferences", "privacy", "profile", "quiz", "remind", "review"];
    for (const { declaration } of commands) {
      const { name, contexts, integration_types } = declaration;
      const anywhere = LEARNERS.includes(name);
      expect([name, contexts]).toEqual([name, anywhere ? [0, 1, 2] : [0]]);
      expect([name, integration_types]).toEqual([name, anywhere ? [0, 1] : [0]]);
    }
  });
});

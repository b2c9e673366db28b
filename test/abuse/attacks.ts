import { setTimeout as sleep } from "node:timers/promises";
import { createBankStore } from "../../src/features/questions/bank-store.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { SECOND } from "../../src/platform/time.ts";
import type { AddedGuild, Playground, SimulatedUser } from "../../src/playground/playground.ts";
import { customIdsOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { suggestInputs, suggestOptions } from "../support/suggestions.ts";

const GUILDS_OF_ACCOUNT = 100;
/** Guilds whose own questions together exceed the process's cache. */
const LARGE_BANKS = 6;
const OWN_QUESTIONS = 2_000;
const HOSTILE_MEMBERS = 30;
const LIVE_CHANNELS = 10;
/** The pause between two actions of one attacker; members' own limits apply on top. */
const PAUSE_MS = 50;
const SETTLE_MS = 3 * SECOND;

type Attack = { name: string; attackers: number; act(attacker: number, turn: number): Promise<unknown> };

/** What one account in many guilds, and one guild with many members, can do to the bot simultaneously. */
export async function createAttacks(playground: Playground, redis: Redis) {
  const { moderator } = playground.people;
  const joined = Array.from({ length: GUILDS_OF_ACCOUNT }, () => playground.addGuild());
  const account = playground.person(moderator.id, { settleAfterMs: SETTLE_MS });
  const hostile = playground.addGuild({ members: HOSTILE_MEMBERS + 1, people: false, channels: LIVE_CHANNELS + 2 });
  const [owner, ...crowd] = hostile.members.map(({ id }) => playground.person(id, { settleAfterMs: SETTLE_MS }));
  if (!owner) throw new Error("The guild has no members");
  const [main = "", refusing = "", ...liveChannels] = hostile.channels.map(({ id }) => id);

  await fillBanks(redis, [hostile, ...joined.slice(0, LARGE_BANKS)]);
  await owner.command("schedule add", { channel: refusing, time: "00:00", timezone: "UTC" }, main);
  await owner.command("schedule add", { channel: main, time: "00:00", timezone: "UTC", topic: "http" }, main);
  await owner.command("schedule post-now", { schedule: "daily-http" }, main);
  const refuse = () =>
    playground.faults.inject({ kind: "rate-limit", channelId: refusing, scope: "shared", retryAfter: 2 });

  const channelOf = (turn: number) => joined[turn % joined.length]?.channels[0]?.id ?? "";
  const member = (number: number) => crowd[number % crowd.length] ?? owner;
  const attacks: readonly Attack[] = [
    { name: "submits a draft repeatedly", attackers: 10, act: (number) => submitDraft(member(number), main) },
    {
      name: "posts into a channel that refuses",
      attackers: 2,
      act: () => owner.command("schedule post-now", { schedule: "daily" }, main),
    },
    {
      name: "imports large files",
      attackers: 4,
      act: (number, turn) => {
        const channel = channelOf(number * 25 + turn);
        return account.command("bank import", { file: account.upload("own.json", LARGE_FILE, channel) }, channel);
      },
    },
    {
      name: "uses costly commands in 100 guilds",
      attackers: 4,
      act: (number, turn) => account.command("profile", {}, channelOf(number * 25 + turn)),
    },
    { name: "deletes everything, ten times at once", attackers: 10, act: () => deleteAll(account, channelOf(0)) },
    { name: "starts quizzes", attackers: 10, act: (number) => playQuiz(member(number + 10), main) },
    {
      name: "starts live quizzes",
      attackers: 2,
      act: (_, turn) => owner.command("quiz live", { count: 5, seconds: 10 }, liveChannels[turn % LIVE_CHANNELS] ?? ""),
    },
    {
      name: "searches large banks",
      attackers: 4,
      act: (_, turn) => {
        const channel = joined[turn % LARGE_BANKS]?.channels[0]?.id ?? "";
        return account.autocomplete("question show", { id: `own ${turn}` }, "id", channel);
      },
    },
    { name: "answers and answers again", attackers: 20, act: (number) => answer(member(number), main) },
  ];

  return {
    /** Runs all attacks in parallel until `until`. Returns how often each acted. */
    async run(until: number): Promise<Record<string, number>> {
      const accept = refuse();
      const counts: Record<string, number> = {};
      const attack = async ({ name, act }: Attack, attacker: number) => {
        for (let turn = 0; Date.now() < until; turn += 1) {
          // Attackers ignore what the bot answers.
          await act(attacker, turn).catch(() => undefined);
          counts[name] = (counts[name] ?? 0) + 1;
          await sleep(PAUSE_MS);
        }
      };
      const all = attacks.flatMap((one) => Array.from({ length: one.attackers }, (_, number) => attack(one, number)));
      await Promise.all(all);
      accept();
      return counts;
    },
  };
}

async function fillBanks(redis: Redis, guilds: readonly AddedGuild[]): Promise<void> {
  const store = createBankStore(redis);
  const own = Array.from({ length: OWN_QUESTIONS }, (_, index) => ({
    ...questions.single({ id: `own.${index}`, stem: stemOf(index) }),
  }));
  for (const { id } of guilds) {
    const outcome = await store.change(id, 0, own);
    if (outcome !== "saved") throw new Error(`The questions of a hostile guild were not saved: ${outcome}`);
  }
}

function stemOf(index: number): string {
  return `Case ${index}: ${"a client sends a request to a server over a slow network and waits for the reply ".repeat(3)}`;
}

/** Suggests a question and submits it five times. */
export async function submitDraft(member: SimulatedUser, channel: string): Promise<void> {
  const { modal } = await member.command("question suggest", suggestOptions, channel);
  if (!modal) return;
  const stem = `${stemOf(Math.floor(Math.random() * 1_000))} What does the client do with the reply to it?`;
  const { message } = await member.submitModal(modal, { ...suggestInputs, stem });
  const submit = customIdsOf(message).find((id) => id.startsWith("suggestions.submit"));
  if (message && submit) await Promise.all(Array.from({ length: 5 }, () => member.click(message, submit)));
}

async function deleteAll(account: SimulatedUser, channel: string): Promise<void> {
  const { message } = await account.command("privacy delete", {}, channel);
  const confirm = customIdsOf(message).find((id) => id.startsWith("privacy.delete"));
  if (message && confirm) await Promise.all(Array.from({ length: 10 }, () => account.click(message, confirm)));
}

async function playQuiz(member: SimulatedUser, channel: string): Promise<void> {
  const { message } = await member.command("quiz solo", { count: 3 }, channel);
  const answers = customIdsOf(message).filter((id) => id.startsWith("quiz.answer:"));
  if (message) await Promise.all(answers.map((id) => member.click(message, id)));
}

async function answer(member: SimulatedUser, channel: string): Promise<void> {
  const post = member
    .visibleMessages(channel)
    .findLast((message) => customIdsOf(message).some((id) => id.startsWith("daily.answer:")));
  const buttons = customIdsOf(post).filter((id) => id.startsWith("daily.answer:"));
  if (post) await Promise.all(buttons.map((id) => member.click(post, id)));
}

/** The largest allowed import: 500 questions in about 1 MB. */
const LARGE_FILE = JSON.stringify({
  items: Array.from({ length: 500 }, (_, index) => {
    const { id: _id, ...question } = questions.single({ stem: `${stemOf(index)} ${"Which one fits? ".repeat(60)}` });
    return question;
  }),
}).slice(0, 990_000);

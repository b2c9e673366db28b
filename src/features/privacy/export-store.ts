import type { Redis } from "../../platform/redis/client.ts";
import { IMPERSONAL_KINDS, type KeyOwner, parseKey } from "../../platform/redis/key-owner.ts";
import { keys } from "../../platform/redis/keys.ts";
import { keysUnder } from "../../platform/redis/scan.ts";
import { decodeCredit } from "../boards/credit-store.ts";
import { decodeScore } from "../boards/store.ts";
import { decodeAnswer, decodeStreak } from "../daily/answer-store.ts";
import { creditsIn, type Found, findIn, nameHolds } from "./find-person.ts";
import { readLearner, TOLD_OF_LEARNER } from "./learner-store.ts";
import type { GuildExport, PersonalRecord } from "./rules.ts";

type InGuild = Extract<KeyOwner, { owner: "guild" }>;
/** By what makes each unique: a scan may come to a key twice. */
type Gathered = {
  hidden: boolean;
  streak?: GuildExport["streak"];
  answers: Map<string, GuildExport["answers"][number]>;
  credits: Map<string, GuildExport["credits"][number]>;
  boards: Map<string, GuildExport["boards"][number]>;
};

/** Everything that is kept about a person, from every key there is. */
export async function readPersonalRecord(redis: Redis, userId: string): Promise<PersonalRecord> {
  const guilds = new Map<string, Gathered>();
  const other = new Map<string, PersonalRecord["other"][number]>();
  for await (const some of keysUnder(redis, "")) await Promise.all(some.map((key) => take(parseKey(key))));
  return {
    userId,
    ...(await readLearner(redis, userId)),
    guilds: [...guilds].map(([guildId, gathered]) => inOrder(guildId, gathered)),
    other: [...other.values()],
  };

  async function take(place: KeyOwner): Promise<void> {
    if (place.owner === "guild") {
      const told = await takeFromGuild(redis, place, userId);
      if (told) return told === "nothing" ? undefined : told(gatheredIn(place.guildId));
    }
    if (place.owner === "learner" && (place.userId !== userId || TOLD_OF_LEARNER.has(place.kind))) return;
    // A key of the person's own is told whole.
    const found = await findIn(redis, place.key, nameHolds(place.key, userId) ? "" : userId);
    for (const one of found) other.set(`${place.key}\n${one.name}\n${one.value}`, { place: place.key, ...one });
  }

  function gatheredIn(guildId: string): Gathered {
    const known = guilds.get(guildId) ?? { hidden: false, answers: new Map(), credits: new Map(), boards: new Map() };
    guilds.set(guildId, known);
    return known;
  }
}

/** What a guild's key tells of a member; undefined for a kind that has to be searched. */
async function takeFromGuild(
  redis: Redis,
  { key, guildId, kind, rest }: InGuild,
  userId: string,
): Promise<"nothing" | ((into: Gathered) => void) | undefined> {
  // What was credited on a day is the sum of its credits.
  if (IMPERSONAL_KINDS.has(kind) || kind === "credited-on") return "nothing";
  switch (kind) {
    case "answers": {
      const stored = await redis.hget(key, userId);
      if (stored === null) return "nothing";
      const [questionId, state] = await redis.hmget(keys.post(guildId, rest), "questionId", "state");
      const { userId: _, at, response, correct: right, base, bonus, ...answer } = decodeAnswer(userId, stored);
      const verdict = answer.withheld && state !== "revealed" ? {} : { right, base, bonus };
      const asked = { slotId: rest, ...(questionId && { questionId }), response: [...response] };
      const told = { ...asked, ...verdict, ...answer, at: iso(at) };
      return ({ answers }) => void answers.set(rest, told);
    }
    case "credits": {
      const found = await creditsIn(redis, key, userId);
      return found.length === 0 ? "nothing" : ({ credits }) => gatherCredits(found, rest, credits);
    }
    case "streaks": {
      const streak = decodeStreak((await redis.hget(key, userId)) ?? "");
      return streak === undefined ? "nothing" : (into) => void Object.assign(into, { streak });
    }
    case "leaderboard": {
      const [score, place] = await Promise.all([redis.zscore(key, userId), redis.zrevrank(key, userId)]);
      if (score === null || place === null) return "nothing";
      const { points } = decodeScore(Number(score));
      return ({ boards }) => void boards.set(rest, { board: rest, points, place: place + 1 });
    }
    case "hidden-members": {
      const isHidden = (await redis.sismember(key, userId)) === 1;
      return isHidden ? (into) => void Object.assign(into, { hidden: true }) : "nothing";
    }
    default:
      return undefined;
  }
}

function gatherCredits(found: readonly Found[], season: string, credits: Gathered["credits"]): void {
  for (const { name, value } of found) {
    const { reason, points, at, day, topic } = decodeCredit(name, value);
    credits.set(`${season} ${reason}`, { reason, season, points, at: iso(at), day, ...(topic && { topic }) });
  }
}

function inOrder(guildId: string, { answers, credits, boards, hidden, streak }: Gathered): GuildExport {
  return {
    guildId,
    hidden,
    ...(streak && { streak }),
    answers: [...answers.values()].sort((a, b) => a.sequence - b.sequence),
    credits: [...credits.values()].sort((a, b) => a.at.localeCompare(b.at)),
    boards: [...boards.values()].sort((a, b) => a.board.localeCompare(b.board)),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

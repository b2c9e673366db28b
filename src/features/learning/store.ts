import { z } from "zod";
import type { Redis } from "../../platform/redis/client.ts";
import { defineScript } from "../../platform/redis/define-script.ts";
import { keys } from "../../platform/redis/keys.ts";
import { json } from "../../platform/redis/reply.ts";
import { DAY, SECOND } from "../../platform/time.ts";
import { TOPICS, type Topic } from "../questions/topic-rules.ts";
import type { Mastery } from "./mastery-rules.ts";
import type { LearnerStore } from "./ports.ts";
import { type Known, type Learnt, MODES, type Mode, type Seen } from "./rules.ts";

const commit = defineScript(new URL("./commit-learner.lua", import.meta.url), z.literal([0, 1]));

/** Modes as one letter each: what a learner has seen must stay small. */
const LETTERS: Readonly<Record<Mode, string>> = {
  daily: "d",
  quiz: "q",
  review: "r",
  exam: "e",
  live: "l",
  shown: "s",
};

const NEVER = -1;

const storedSeen = json(
  z.tuple([z.int(), z.literal([0, 1]), z.string(), z.int(), z.int(), z.int(), z.int()]).rest(z.number()),
);
const storedMastery = json(z.tuple([z.number(), z.int()]));

export function createLearnerStore(redis: Redis): LearnerStore {
  return {
    async seen(userId) {
      const stored = await redis.hgetall(keys.history(userId));
      return new Map(Object.entries(stored).map(([id, text]) => [id, decodeSeen(text)]));
    },

    mastery: async (userId) => decodeMasteries(await redis.hgetall(keys.mastery(userId))),

    async known(userId, questionIds) {
      const [seen, mastery] = await Promise.all([
        questionIds.length > 0 ? redis.hmget(keys.history(userId), ...questionIds) : [],
        redis.hgetall(keys.mastery(userId)),
      ]);
      const found = questionIds.flatMap((id, index): [string, Seen][] => {
        const text = seen[index];
        return text ? [[id, decodeSeen(text)]] : [];
      });
      return { seen: new Map(found), mastery: decodeMasteries(mastery) };
    },

    async commit(userId, known, learnt) {
      const changes = changesOf(known, learnt);
      if (changes.length === 0) return true;
      return (await commit(redis, [keys.history(userId), keys.mastery(userId)], changes)) === 1;
    },
  };
}

/** What commit-learner.lua takes, where hash 1 is what was seen and hash 2 the mastery. */
export function changesOf(known: Known, learnt: Learnt): (string | number)[] {
  return [
    ...[...learnt.seen].flatMap(([id, after]) => [1, id, encoded(known.seen.get(id), encodeSeen), encodeSeen(after)]),
    ...[...learnt.mastery].flatMap(([topic, after]) => [
      2,
      topic,
      encoded(known.mastery.get(topic), encodeMastery),
      encodeMastery(after),
    ]),
  ];
}

function encoded<Value>(value: Value | undefined, encode: (value: Value) => string): string {
  return value === undefined ? "" : encode(value);
}

/**
 * The last time in milliseconds, for it tells outcomes apart; the others in seconds, or by how much they lie before or
 * after it: 64 bytes hold most, and up to there Redis keeps a beginner's in one compact list.
 */
export function encodeSeen({ rev, first, lastAt, times, rightAt, card }: Seen): string {
  const rightAgo = rightAt === undefined ? NEVER : Math.round((lastAt - rightAt) / SECOND);
  const plain = [rev, first.right ? 1 : 0, LETTERS[first.mode], Math.floor(first.at / SECOND), times, lastAt, rightAgo];
  if (!card) return JSON.stringify(plain);
  const days = Math.round(((card.due - lastAt) / DAY) * 1e3) / 1e3;
  return JSON.stringify([...plain, days, card.stability, card.difficulty, card.reps, card.lapses]);
}

export function decodeSeen(text: string): Seen {
  const [rev, right, letter, firstAt, times, lastAt, rightAgo, ...card] = storedSeen.parse(text);
  const mode = MODES.find((one) => LETTERS[one] === letter) ?? "quiz";
  const [days, stability, difficulty, reps = 0, lapses = 0] = card;
  return {
    rev,
    first: { right: right === 1, at: firstAt * SECOND, mode },
    lastAt,
    times,
    ...(rightAgo !== NEVER && { rightAt: lastAt - rightAgo * SECOND }),
    ...(days !== undefined &&
      stability !== undefined &&
      difficulty !== undefined && {
        card: { due: lastAt + Math.round(days * DAY), stability, difficulty, reps, lapses },
      }),
  };
}

function encodeMastery({ ability, answers }: Mastery): string {
  return JSON.stringify([Math.round(ability * 1_000) / 1_000, answers]);
}

export function decodeMasteries(stored: Record<string, string>): Map<Topic, Mastery> {
  return new Map(
    TOPICS.flatMap((topic): [Topic, Mastery][] => {
      const text = stored[topic];
      if (text === undefined) return [];
      const [ability, answers] = storedMastery.parse(text);
      return [[topic, { ability, answers }]];
    }),
  );
}

import type { Redis } from "ioredis";
import { z } from "zod";
import type { LearnerStore } from "../app/ports.ts";
import { type Known, type Learnt, MODES, type Mode, type Seen } from "../core/learner.ts";
import type { Mastery } from "../core/mastery.ts";
import { SECOND } from "../core/time.ts";
import { TOPICS, type Topic } from "../core/topic.ts";
import { keys } from "./keys.ts";
import { json } from "./reply.ts";
import { script } from "./script.ts";

const commit = script("commit-learner", z.literal([0, 1]));

/** Modes as one letter each: what a learner has seen must stay small. */
const LETTERS: Readonly<Record<Mode, string>> = { daily: "d", quiz: "q", review: "r", exam: "e", live: "l" };

const storedSeen = json(z.tuple([z.int(), z.literal([0, 1]), z.string(), z.int(), z.int(), z.int()]).rest(z.number()));
const storedMastery = json(z.tuple([z.number(), z.int()]));

export function createLearnerStore(redis: Redis): LearnerStore {
  return {
    async seen(userId) {
      const stored = await redis.hgetall(keys.seen(userId));
      return new Map(Object.entries(stored).map(([id, text]) => [id, decodeSeen(text)]));
    },

    mastery: async (userId) => decodeMasteries(await redis.hgetall(keys.mastery(userId))),

    async known(userId, questionIds) {
      const [seen, mastery] = await Promise.all([
        questionIds.length > 0 ? redis.hmget(keys.seen(userId), ...questionIds) : [],
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
      return (await commit(redis, [keys.seen(userId), keys.mastery(userId)], changes)) === 1;
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

/** Times in seconds, but for the last one, which tells outcomes apart. */
export function encodeSeen({ rev, first, lastAt, times, card }: Seen): string {
  const plain = [rev, first.right ? 1 : 0, LETTERS[first.mode], Math.floor(first.at / SECOND), times, lastAt];
  if (!card) return JSON.stringify(plain);
  const due = Math.floor(card.due / SECOND);
  return JSON.stringify([...plain, due, card.stability, card.difficulty, card.reps, card.lapses]);
}

export function decodeSeen(text: string): Seen {
  const [rev, right, letter, firstAt, times, lastAt, ...card] = storedSeen.parse(text);
  const mode = MODES.find((one) => LETTERS[one] === letter) ?? "quiz";
  const [due, stability, difficulty, reps = 0, lapses = 0] = card;
  return {
    rev,
    first: { right: right === 1, at: firstAt * SECOND, mode },
    lastAt,
    times,
    ...(due !== undefined &&
      stability !== undefined &&
      difficulty !== undefined && { card: { due: due * SECOND, stability, difficulty, reps, lapses } }),
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

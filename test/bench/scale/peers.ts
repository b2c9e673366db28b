import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { findPostgres, startCluster } from "../../../src/bank/run/postgres.ts";
import type { NewAnswer } from "../../../src/features/daily/answer-store.ts";
import { answerOf, POST, recordAll } from "../answers.ts";
import { type Figure, median, thousands } from "../figures.ts";
import { inFlight } from "../in-flight.ts";
import type { BenchRedis } from "../redis.ts";

/** Recording an answer, compared with the same rows in one durable transaction of SQLite and PostgreSQL. */

const ANSWERS = 5_000;
const IN_FLIGHT = 64;
const ROUNDS = 3;
/** An answer counts toward five periods, overall and per topic. */
const BOARDS = 10;
const PEERS = fileURLToPath(new URL("../peers", import.meta.url));

type Peer = {
  name: string;
  target: number;
  record(answers: readonly NewAnswer[]): Promise<number>;
  close(): Promise<void>;
};

export async function peers(redis: BenchRedis): Promise<Figure[]> {
  install();
  const answers = Array.from({ length: ANSWERS }, (_, index) => answerOf(index));
  const rates = new Map<string, number[]>();
  const others = [openSqlite(join(redis.folder, "answers.sqlite")), await openPostgres()];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      const found = new Map([["ours", ANSWERS / (await recordAll(redis, answers))]]);
      for (const peer of others) found.set(peer.name, ANSWERS / (await peer.record(answers)));
      // The first round is a warm-up.
      if (round > 0) for (const [name, rate] of found) rates.set(name, [...(rates.get(name) ?? []), rate]);
    }
  } finally {
    for (const peer of others) await peer.close();
  }

  const rateOf = (name: string) => median(rates.get(name) ?? []);
  return others.map(({ name, target }) => ({
    name: `answers per second, relative to ${name}`,
    value: rateOf("ours") / rateOf(name),
    unit: "×",
    target: { atLeast: target },
    from: `${thousands(rateOf("ours"))}/s to ${thousands(rateOf(name))}/s, ${IN_FLIGHT} in flight`,
  }));
}

/** Installed on demand, because the project doesn't depend on them. */
function install(): void {
  if (existsSync(join(PEERS, "node_modules", "pg"))) return;
  console.log("  Installing better-sqlite3 and pg …");
  execFileSync("npm", ["install", "--no-save", "--no-package-lock", "--prefix", PEERS], { stdio: "inherit" });
}

const TABLES = `
  CREATE TABLE answers (slot TEXT, member TEXT, sequence BIGINT, body TEXT, PRIMARY KEY (slot, member));
  CREATE TABLE boards (board TEXT, member TEXT, points BIGINT, sequence BIGINT, PRIMARY KEY (board, member));
  CREATE TABLE streaks (member TEXT PRIMARY KEY, streak TEXT);
  CREATE TABLE totals (name TEXT PRIMARY KEY, value BIGINT);
  INSERT INTO totals VALUES ('answered', 0), ('right', 0);`;
const boards = Array.from({ length: BOARDS }, (_, index) => `board-${index}`);
const bodyOf = ({ response, correct: right, base, bonus, at, day }: NewAnswer) =>
  JSON.stringify([response, right, base, bonus, at, day]);
const streakOf = ({ streakAfter }: NewAnswer) => JSON.stringify(streakAfter);

type SqliteDatabase = {
  exec(sql: string): void;
  pragma(text: string): void;
  prepare(sql: string): { run(...values: unknown[]): { changes: number }; get(...values: unknown[]): unknown };
  transaction<Args extends unknown[]>(work: (...args: Args) => void): (...args: Args) => void;
  close(): void;
};
const sqliteLibrary = z.custom<new (file: string) => SqliteDatabase>((value) => typeof value === "function");
const sequenceRow = z.object({ value: z.number() });

function openSqlite(file: string): Peer {
  const Database = sqliteLibrary.parse(createRequire(join(PEERS, "index.js"))("better-sqlite3"));
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec(TABLES);

  const count = database.prepare("UPDATE totals SET value = value + ? WHERE name = ?");
  const sequence = database.prepare("SELECT value FROM totals WHERE name = 'answered'");
  const insert = database.prepare("INSERT INTO answers VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
  const score = database.prepare(
    "INSERT INTO boards VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET points = points + excluded.points, sequence = excluded.sequence",
  );
  const streak = database.prepare(
    "INSERT INTO streaks VALUES (?, ?) ON CONFLICT DO UPDATE SET streak = excluded.streak",
  );
  const record = database.transaction((answer: NewAnswer) => {
    count.run(1, "answered");
    const { value } = sequenceRow.parse(sequence.get());
    if (insert.run(POST.slotId, answer.userId, value, bodyOf(answer)).changes === 0)
      throw new Error("Already answered");
    count.run(answer.correct ? 1 : 0, "right");
    for (const board of boards) score.run(board, answer.userId, answer.base + answer.bonus, value);
    streak.run(answer.userId, streakOf(answer));
  });

  return {
    name: "better-sqlite3, WAL and FULL",
    target: 6,
    async record(answers) {
      database.exec("DELETE FROM answers; DELETE FROM boards; DELETE FROM streaks; UPDATE totals SET value = 0;");
      // One at a time, because its calls block until the write is synced.
      return inFlight(1, answers.length, async (index) => {
        const answer = answers[index];
        if (answer) record(answer);
      });
    },
    close: async () => database.close(),
  };
}

type PostgresPool = {
  on(event: "error", heard: () => void): void;
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  end(): Promise<void>;
};
const postgresLibrary = z.object({
  Pool: z.custom<new (options: object) => PostgresPool>((value) => typeof value === "function"),
});

const RECORD = `
  CREATE FUNCTION record(the_slot TEXT, the_member TEXT, the_body TEXT, the_right INT, the_points INT, the_streak TEXT, the_boards TEXT[])
  RETURNS BIGINT LANGUAGE plpgsql AS $$
  DECLARE number BIGINT; name TEXT;
  BEGIN
    UPDATE totals SET value = value + 1 WHERE totals.name = 'answered' RETURNING value INTO number;
    INSERT INTO answers VALUES (the_slot, the_member, number, the_body);
    UPDATE totals SET value = value + the_right WHERE totals.name = 'right';
    FOREACH name IN ARRAY the_boards LOOP
      INSERT INTO boards VALUES (name, the_member, the_points, number)
      ON CONFLICT (board, member) DO UPDATE SET points = boards.points + excluded.points, sequence = excluded.sequence;
    END LOOP;
    INSERT INTO streaks VALUES (the_member, the_streak) ON CONFLICT (member) DO UPDATE SET streak = excluded.streak;
    RETURN number;
  END $$;`;

async function openPostgres(): Promise<Peer> {
  const programs = findPostgres();
  if (!programs) throw new Error("This needs PostgreSQL: apt-get install postgresql");
  const cluster = await startCluster(programs, { durable: true });
  const [, host, , user, , database] = cluster.database();
  const { Pool } = postgresLibrary.parse(createRequire(join(PEERS, "index.js"))("pg"));
  const pool = new Pool({ host, user, database, max: 16 });
  // The server stops while some connections are still closing.
  pool.on("error", () => undefined);
  await pool.query(TABLES);
  await pool.query(RECORD);

  return {
    name: "PostgreSQL, one function call per transaction, 16 connections",
    target: 3.5,
    async record(answers) {
      await pool.query("TRUNCATE answers, boards, streaks; UPDATE totals SET value = 0");
      return inFlight(IN_FLIGHT, answers.length, async (index) => {
        const answer = answers[index];
        if (!answer) return;
        const points = answer.base + answer.bonus;
        const values = [
          POST.slotId,
          answer.userId,
          bodyOf(answer),
          answer.correct ? 1 : 0,
          points,
          streakOf(answer),
          boards,
        ];
        await pool.query("SELECT record($1, $2, $3, $4, $5, $6, $7)", values);
      });
    },
    async close() {
      await pool.end();
      await cluster.close();
    },
  };
}

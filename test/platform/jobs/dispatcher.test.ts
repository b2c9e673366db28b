import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { DueEntry } from "../../../src/platform/jobs/agenda.ts";
import {
  type DueJob,
  defineJob,
  handle,
  indexHandlers,
  PACES,
  type Pace,
  snowflake,
} from "../../../src/platform/jobs/define-job.ts";
import { dispatch, startDispatcher } from "../../../src/platform/jobs/dispatcher.ts";

const NOW = 1_000_000;
const sendJob = defineJob({
  kind: "send",
  data: z.object({ guildId: snowflake }),
  pace: "rate-limited",
});
const entry = (text: string): DueEntry => ({ key: "rootine:{a:0}:rate-limited", entry: text, dueAt: NOW - 1 });

let entries: DueEntry[];
let steps: string[];
let logged: { level: number; msg: string }[];
let depth: number;
let blocked: string[];

beforeEach(() => {
  [entries, steps, logged, depth, blocked] = [[], [], [], 0, []];
});

const options = (over: { due?: () => Promise<DueEntry[]> } = {}) => ({
  agenda: {
    due: over.due ?? (async (pace: Pace) => (pace === "rate-limited" ? entries : [])),
    settle: async (settled: readonly (DueEntry & { next?: number })[]) => {
      steps.push(...settled.map((one) => `settle ${one.entry} ${one.next ?? "done"}`));
    },
  },
  queue: {
    depth: async () => depth,
    add: async (jobs: readonly DueJob[]) => {
      steps.push(...jobs.map(({ id }) => `add ${id}`));
      return new Set(jobs.filter(({ id }) => blocked.includes(id)));
    },
  },
  handlerOf: indexHandlers([handle(sendJob, async () => undefined)]),
  clock: () => NOW,
  log: pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) }),
});

describe("a dispatch", () => {
  it("queues the job before it settles the entry", async () => {
    entries = [entry("send:1")];
    expect(await dispatch(options())).toBe(true);
    expect(steps).toEqual(["add send_1", "settle send:1 done"]);
  });

  it.each(["eclipse:1:2", "send:everyone"])("postpones %s by a minute without blocking others", async (text) => {
    entries = [entry(text), entry("send:1")];
    await dispatch(options());
    expect(steps).toEqual(["add send_1", `settle ${text} ${NOW + 60_000}`, "settle send:1 done"]);
    expect(logged).toMatchObject([{ level: 50, msg: "Agenda entry could not be planned; postponed" }]);
  });

  it("keeps an entry if the queue can't accept its job yet", async () => {
    [entries, blocked] = [[entry("send:1"), entry("send:2")], ["send_1"]];
    await dispatch(options());
    expect(steps.slice(2)).toEqual([`settle send:1 ${NOW + 1_000}`, "settle send:2 done"]);
  });

  it("leaves entries in the agenda while the queue is full", async () => {
    [entries, depth] = [[entry("send:1")], 2_000];
    expect(await dispatch(options())).toBe(false);
    expect(steps).toEqual([]);
  });
});

it("the dispatcher logs an outage once, and logs the next one only after a recovery", async () => {
  let looks = 0;
  const outage = [true, true, false, true, true];
  const dispatcher = startDispatcher(
    options({
      // Each dispatch reads the agenda once per pace.
      due: async () => {
        if (outage[Math.floor(looks++ / PACES.length)]) throw new Error("away");
        return [];
      },
    }),
  );
  await expect.poll(() => looks, { timeout: 5_000 }).toBeGreaterThan(outage.length * PACES.length);
  await dispatcher.close();
  expect(logged.map(({ msg }) => msg)).toEqual(Array(2).fill("Agenda dispatch failed; retrying"));
});

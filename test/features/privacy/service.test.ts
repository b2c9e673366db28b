import { beforeEach, describe, expect, it } from "vitest";
import { REFRESH_EVERY, refreshJob } from "../../../src/features/daily/jobs.ts";
import { deleteLearnerJob, recomputeJob } from "../../../src/features/privacy/jobs.ts";
import { DELETED_USER_ID, type LearnerData } from "../../../src/features/privacy/rules.ts";
import { createPrivacyService } from "../../../src/features/privacy/service.ts";
import type { Agenda } from "../../../src/platform/jobs/agenda.ts";
import { MINUTE } from "../../../src/platform/time.ts";

const NOW = Date.parse("2026-11-22T09:00:00Z");
const userId = "510000000000000001";
const guildId = "410000000000000000";
const deletion = deleteLearnerJob.encode({ userId });
const recompute = recomputeJob.encode({ userId, guildId });
let calls: string[];

beforeEach(() => {
  calls = [];
});

function dataWith(answers: number): LearnerData {
  const answer = { response: [], at: "", day: "2026-11-22", streak: 1 };
  const answersOf = Array.from({ length: answers }, (_, index) => ({ ...answer, slotId: `${index}`, sequence: index }));
  const guild = { guildId, hidden: false, answers: answersOf, credits: [], boards: [] };
  return { userId, questions: [], mastery: [], activity: [], examResults: [], guilds: [guild], other: [] };
}

function create({ answers = 0, found = [0], due = [] as (number | undefined)[] } = {}) {
  const record =
    (name: string): Agenda["set"] =>
    async (job, data, at) =>
      void calls.push(`${name} ${job.encode(data)} +${(at - NOW) / 1_000}s`);
  const passes = [...found];
  return createPrivacyService({
    learnerData: {
      async read() {
        calls.push("read");
        return dataWith(answers);
      },
      guilds: async () => [guildId],
      async delete(_, guildIds, agendaEntry) {
        calls.push(`delete in ${guildIds.join()}, keeping ${agendaEntry}`);
        return passes.shift() ?? 0;
      },
      removeGuilds: async (_, guildIds) => void calls.push(`remove guilds ${guildIds.join()}`),
    },
    hidden: {
      of: async () => new Set(),
      add: async () => void calls.push("hide"),
      remove: async () => void calls.push("show"),
    },
    agenda: {
      set: record("set"),
      setIfAbsent: async (...args) => {
        await record("setIfAbsent")(...args);
        return true;
      },
      remove: async (job, data) => void calls.push(`remove ${job.encode(data)}`),
      dueAt: async () => due.shift(),
    },
    erasures: { add: async (id, at) => void calls.push(`record ${id} +${at - NOW}`) },
    clock: () => NOW,
  });
}

describe("deleting data", () => {
  it("removes the list of guilds after a pass that finds nothing, then searches again", async () => {
    expect(await create({ found: [3, 0, 0] }).deleteData({ userId })).toBe(true);
    const pass = `delete in ${guildId}, keeping ${deletion}`;
    expect(calls).toEqual([
      "read",
      pass,
      pass,
      `remove guilds ${guildId}`,
      pass,
      `record ${userId} +0`,
      `remove ${deletion}`,
    ]);
  });

  it("removes what an interaction in progress wrote in the meantime", async () => {
    expect(await create({ found: [0, 2, 0] }).deleteData({ userId })).toBe(true);
    expect(calls.slice(2)).toEqual([
      `remove guilds ${guildId}`,
      calls[1],
      calls[1],
      `record ${userId} +0`,
      `remove ${deletion}`,
    ]);
  });

  it("is requested once and waits until the job is done", async () => {
    const privacy = create({ due: [NOW, NOW + 5 * MINUTE, undefined] });
    expect(await privacy.requestDeletion(userId)).toBe(true);
    expect(calls).toEqual([`setIfAbsent ${deletion} +0s`]);
  });

  it("refreshes the latest 25 posts per guild", async () => {
    await create({ answers: 27 }).deleteData({ userId });
    const refreshed = calls.filter((call) => call.startsWith("setIfAbsent"));
    expect(refreshed).toHaveLength(25);
    const first = refreshJob.encode({ guildId, slotId: "2" });
    expect(refreshed[0]).toBe(`setIfAbsent ${first} +${REFRESH_EVERY / 1_000}s`);
  });

  it("does nothing for the placeholder id of deleted members", async () => {
    expect(await create().deleteData({ userId: DELETED_USER_ID })).toBe(true);
    expect(calls).toEqual([]);
  });
});

describe("exporting data", () => {
  it("adds a file header", async () => {
    expect(await create().exportData(userId)).toEqual({
      format: "rootine-export",
      version: 1,
      exportedAt: "2026-11-22T09:00:00.000Z",
      ...dataWith(0),
    });
  });
});

describe("a member", () => {
  it.each([
    ["hides", true],
    ["shows", false],
  ] as const)("who %s themselves has their entries recomputed, even after a crash", async (_, isHidden) => {
    await create().setHidden(guildId, userId, isHidden);
    expect(calls).toEqual([`set ${recompute} +60s`, isHidden ? "hide" : "show", `set ${recompute} +0s`]);
  });
});

import { describe, expect, it } from "vitest";
import type { AuditEntry } from "../../../src/features/audit-log/rules.ts";
import { createAuditLogService } from "../../../src/features/audit-log/service.ts";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";

const change = { kind: "season-closed", season: "S1" } as const;
const entry: AuditEntry = { by: "7", at: 5, change };

function setUp(auditChannel?: string) {
  const recorded: AuditEntry[] = [];
  let notices = 0;
  const sent: unknown[] = [];
  const service = createAuditLogService({
    store: {
      add: async (_, added) => recorded.push(added),
      countNotice: async () => (notices += 1),
      page: async () => ({ entries: recorded, total: recorded.length }),
    },
    settings: { load: async () => ({ ...DEFAULT_SETTINGS, auditChannel }) },
    notifications: { send: async (...args) => void sent.push(args) },
    clock: () => 5,
  });
  return { service, recorded, sent };
}

describe("the audit log service", () => {
  it("records a change and posts it in the audit channel with the entry's number", async () => {
    const { service, recorded, sent } = setUp("9");
    await service.recordAndNotify("1", "7", change);
    expect(recorded).toEqual([entry]);
    expect(sent).toEqual([["1", "audit-1", "9", { kind: "audit", entry }]]);
  });

  it("posts ten changes a minute, then one message about all the others", async () => {
    const { service, recorded, sent } = setUp("9");
    for (let time = 0; time < 13; time += 1) await service.recordAndNotify("1", "7", change);
    expect(recorded).toHaveLength(13);
    expect(sent.slice(0, 10)).toEqual(
      recorded.slice(0, 10).map((_, index) => ["1", `audit-${index + 1}`, "9", { kind: "audit", entry }]),
    );
    expect(sent.slice(10)).toEqual(Array(3).fill(["1", "audit-more-0", "9", { kind: "audit-more" }]));
  });

  it("only records a change when there is no audit channel", async () => {
    const { service, recorded, sent } = setUp();
    await service.recordAndNotify("1", "7", change);
    expect([recorded, sent]).toEqual([[entry], []]);
  });

  it("can return an entry and its number without posting", async () => {
    const { service, sent } = setUp("9");
    expect(await service.record("1", "7", change)).toEqual({ number: 1, entry });
    expect(sent).toEqual([]);
  });
});

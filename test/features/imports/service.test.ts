import { describe, expect, it } from "vitest";
import { createImports } from "../../../src/features/imports/service.ts";
import type { ImportStore } from "../../../src/features/imports/store.ts";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import { questions } from "../../support/questions.ts";

const guildId = "410000000000000000";
const userId = "420000000000000001";
const unexpected = async () => expect.fail("This must not be called.");
const report = { added: 1, changed: 0, unchanged: 0, problems: [] };

function create(store: Partial<ImportStore>, { questions: found = [] as [string, string][] } = {}) {
  const noted: object[] = [];
  const service = createImports({
    store: { save: unexpected, questionIds: async () => [], commit: unexpected, cancel: unexpected, ...store },
    ownBank: { version: async () => 7 },
    banks: { of: async () => createBank([questions.single()]) },
    attachments: { read: async () => Uint8Array.of() },
    validator: { validate: async () => ({ ...report, questions: found }) },
    auditLog: { recordAndNotify: async (_guild, _user, change) => void noted.push(change) },
    rescoring: { revise: (_guild, _ids, write) => write() },
    clock: () => 0,
  });
  return { ...service, noted };
}

describe("previewing an import", () => {
  const upload = { name: "questions.yaml", size: 100, url: "https://cdn.discordapp.com/questions.yaml" };

  it("saves the questions with the version of the bank", async () => {
    const saved: unknown[][] = [];
    const { preview } = create({ save: async (...args) => void saved.push(args) }, { questions: [["own.a.b", "{}"]] });
    expect(await preview(guildId, "id", upload)).toEqual({ ...report, name: "questions.yaml", importId: "id" });
    expect(saved).toEqual([[guildId, "id", 7, [["own.a.b", "{}"]]]]);
  });

  it("reads one file per guild at a time", async () => {
    const { preview } = create({});
    const first = preview(guildId, "id", upload);
    await expect(preview(guildId, "other", upload)).rejects.toMatchObject({ code: "import-running" });
    await expect(preview("420000000000000000", "other", upload)).resolves.toBeDefined();
    await first;
    await expect(preview(guildId, "other", upload)).resolves.toBeDefined();
  });

  it("saves nothing if there is nothing to import", async () => {
    expect(await create({}).preview(guildId, "id", upload)).toEqual({ ...report, name: "questions.yaml" });
  });

  it.each([
    ["an unknown file type", { name: "questions.txt" }, "file-kind-unknown"],
    ["a file over 1 MB", { size: 1_000_001 }, "file-too-large"],
  ])("rejects %s", async (_what, over, code) => {
    await expect(create({}).preview(guildId, "id", { ...upload, ...over })).rejects.toMatchObject({ code });
  });
});

describe("confirming an import", () => {
  it.each([
    ["missing", "import-not-found"],
    ["outdated", "import-outdated"],
    ["full", "bank-full"],
    ["too-large", "bank-too-large"],
  ] as const)("explains the outcome %s and logs nothing", async (outcome, code) => {
    const { confirm, noted } = create({ commit: async () => outcome });
    await expect(confirm(guildId, userId, "id")).rejects.toMatchObject({ code });
    expect(noted).toEqual([]);
  });

  it("logs an import once, even if it is confirmed repeatedly", async () => {
    let repeated = false;
    const commit = async () => {
      const outcome = { count: 4, repeated };
      repeated = true;
      return outcome;
    };
    const { confirm, noted } = create({ commit });
    expect(await confirm(guildId, userId, "id")).toBe(4);
    expect(await confirm(guildId, userId, "id")).toBe(4);
    expect(noted).toEqual([{ kind: "questions-imported", count: 4 }]);
  });
});

describe("canceling an import", () => {
  it("discards a pending import", async () => {
    await expect(create({ cancel: async () => true }).cancel(guildId, "id")).resolves.toBeUndefined();
  });

  it("explains that there is nothing to cancel after the import", async () => {
    await expect(create({ cancel: async () => false }).cancel(guildId, "id")).rejects.toMatchObject({
      code: "import-not-found",
    });
  });
});

describe("exporting questions", () => {
  it("explains that a guild has no custom questions", async () => {
    await expect(create({}).exportFiles(guildId)).rejects.toMatchObject({ code: "bank-empty" });
  });
});

import { describe, expect, it } from "vitest";
import type { ImportStore } from "../../../src/features/imports/ports.ts";
import { createImports } from "../../../src/features/imports/service.ts";

const guildId = "410000000000000000";
const by = "420000000000000001";
const never = async () => expect.fail("nobody asked for that");

function create(over: Partial<ImportStore>) {
  const noted: object[] = [];
  const service = createImports({
    attachments: { read: never },
    reader: { read: never },
    writer: { write: never },
    imports: { keep: never, ids: async () => [], commit: never, drop: never, ...over },
    banks: {
      builtIn: { find: () => undefined, ids: () => [], pool: () => [] },
      ...{ of: never, lately: () => expect.fail(), find: never, holding: never },
    },
    own: { version: never },
    audit: { note: async (_, __, change) => void noted.push(change) },
    rescoring: { revise: (_, __, write) => write() },
    clock: () => 0,
  });
  return { ...service, noted };
}

describe("an import", () => {
  it.each([
    ["gone", "import-gone"],
    ["moved", "import-outdated"],
    ["full", "bank-full"],
  ] as const)("that is %s is told, and noted as nothing", async (outcome, code) => {
    const { confirm, noted } = create({ commit: async () => outcome });
    await expect(confirm(guildId, by, "a")).rejects.toMatchObject({ code });
    expect(noted).toEqual([]);
  });

  it("that is confirmed twice is told twice and noted once", async () => {
    let done = false;
    const commit = async () => {
      const again = done;
      done = true;
      return { count: 4, again };
    };
    const { confirm, noted } = create({ commit });
    expect([await confirm(guildId, by, "a"), await confirm(guildId, by, "a")]).toEqual([4, 4]);
    expect(noted).toEqual([{ kind: "questions-imported", count: 4 }]);
  });

  it("is cancelled only while it waits: what was done is not told as not done", async () => {
    await create({ drop: async () => true }).cancel(guildId, "a");
    const done = create({ drop: async () => false });
    await expect(done.cancel(guildId, "a")).rejects.toMatchObject({ code: "import-gone" });
  });
});

import { describe, expect, it } from "vitest";
import { createBank } from "../../../src/features/questions/bank-rules.ts";
import { createBankService } from "../../../src/features/questions/bank-service.ts";
import { ownPrefix } from "../../../src/features/questions/own-rules.ts";
import { DEFAULT_SETTINGS } from "../../../src/features/settings/rules.ts";
import { questions } from "../../support/questions.ts";

const guild = (number: number) => `4100000000000000${String(number).padStart(2, "0")}`;
const idIn = (guildId: string, number: number) => `${ownPrefix(guildId)}q${number}`;

/** Banks on a store that counts its reads. Every guild has `each` own questions. */
function counting(each: number, small: ReadonlySet<string> = new Set()) {
  const asked = { versions: 0, loads: 0 };
  let version = 1;
  const like = questions.single();
  const banks = createBankService({
    builtIn: createBank([questions.multi()]),
    settings: { load: async () => DEFAULT_SETTINGS },
    own: {
      async version() {
        asked.versions += 1;
        return version;
      },
      async load(guildId) {
        asked.loads += 1;
        const own = Array.from({ length: small.has(guildId) ? 3 : each }, (_, index) => ({
          ...like,
          id: idIn(guildId, index),
          rev: version,
        }));
        return { version, questions: own, retired: new Map() };
      },
    },
  });
  const change = () => {
    version += 1;
  };
  return { banks, asked, change };
}

describe("the bank service", () => {
  it("reads nothing from the store for a cached version", async () => {
    const { banks, asked } = counting(3);
    const id = idIn(guild(1), 0);
    await banks.find(guild(1), id, 1);
    await banks.find(guild(1), id, 1);
    await banks.find(guild(1), "http.multi", 1);
    expect(asked).toEqual({ versions: 0, loads: 1 });
  });

  it("returns the built-in bank without a read if the guild never changed it", async () => {
    const { banks, asked } = counting(3);
    for (const mix of ["both", "built-in"] as const) {
      const bank = await banks.of(guild(1), { version: 0, mix });
      expect(bank.pool({}).map(({ id }) => id)).toEqual(["http.multi"]);
    }
    expect((await banks.of(guild(1), { version: 0, mix: "own" })).pool({})).toEqual([]);
    expect(asked).toEqual({ versions: 0, loads: 0 });
  });

  it("loads a bank once for concurrent requests", async () => {
    const { banks, asked } = counting(3);
    await Promise.all(Array.from({ length: 50 }, () => banks.of(guild(1))));
    expect(asked.loads).toBe(1);
  });

  it("serves pinned questions from the cache until a later revision is needed", async () => {
    const { banks, asked, change } = counting(3);
    await banks.of(guild(1));
    await banks.ofItems(guild(1), [{ questionId: idIn(guild(1), 0), rev: 1 }]);
    expect(asked).toEqual({ versions: 1, loads: 1 });
    change();
    const bank = await banks.ofItems(guild(1), [{ questionId: idIn(guild(1), 0), rev: 2 }]);
    expect(bank.find(idIn(guild(1), 0))?.rev).toBe(2);
  });

  it("evicts the least recently used banks", async () => {
    const { banks, asked } = counting(2_000);
    for (let number = 1; number <= 8; number += 1) await banks.of(guild(number));
    expect(asked.loads).toBe(8);
    await banks.of(guild(8));
    expect(asked.loads).toBe(8);
    await banks.of(guild(1));
    expect(asked.loads).toBe(9);
  });

  it("keeps small banks cached, even when many large ones are in use", async () => {
    const small = guild(99);
    const { banks, asked } = counting(2_000, new Set([small]));
    await banks.of(small);
    for (let number = 1; number <= 20; number += 1) await banks.of(guild(number));
    expect(asked.loads).toBe(21);
    await banks.of(small);
    expect(asked.loads).toBe(21);
  });

  it("autocompletes in six guilds with 2,000 questions each without rereading their banks", async () => {
    const { banks, asked, change } = counting(2_000);
    for (let letter = 0; letter < 5; letter += 1) {
      for (let number = 1; number <= 6; number += 1) {
        expect((await banks.ids(guild(number))).active).toHaveLength(2_001);
      }
    }
    expect(asked.loads).toBe(6);
    change();
    await banks.ids(guild(1));
    expect(asked.loads).toBe(7);
  });

  it("distinguishes active and retired ids", async () => {
    const retired = questions.single({ id: "http.old", retired: "2026-11-01" });
    const banks = createBankService({
      builtIn: createBank([questions.multi(), retired]),
      settings: { load: async () => DEFAULT_SETTINGS },
      own: {
        version: async () => 1,
        load: async () => ({
          version: 1,
          questions: [questions.single({ id: idIn(guild(1), 0) })],
          retired: new Map([["http.multi", "2026-11-02"]]),
        }),
      },
    });
    expect(await banks.ids(guild(1))).toMatchObject({
      active: [idIn(guild(1), 0)],
      retired: ["http.multi", "http.old"],
    });
  });
});

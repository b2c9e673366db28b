import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createRateLimiter,
  createUsageMap,
  LIMITS,
  type Limit,
  type LimitedInteraction,
  take,
} from "../../../src/platform/discord/rate-limiter.ts";

type Kind = "component" | "command" | "autocomplete" | "modal";

const interaction = (guildId: string | null, userId: string, kind: Kind): LimitedInteraction => ({
  guildId,
  user: { id: userId },
  isModalSubmit: () => kind === "modal",
  isAutocomplete: () => kind === "autocomplete",
  isCommand: () => kind === "command",
});
const times = <Value>(count: number, act: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => act(index));
const limiter = () => createRateLimiter(() => 1_000);

describe("taking from a rate limit", () => {
  const TEN: Limit = { max: 10, window: 10_000 };

  /** The times at which a command is allowed. */
  function allowed(limit: Limit, moments: readonly number[]): number[] {
    let usedUntil: number | undefined;
    return moments.filter((now) => {
      const usage = take(limit, usedUntil, now);
      if (usage.allowed) usedUntil = usage.usedUntil;
      return usage.allowed;
    });
  }

  it("allows a burst of ten and an eleventh after a second", () => {
    expect(allowed(TEN, Array(15).fill(500))).toHaveLength(10);
    const full = 10_500;
    expect(take(TEN, full, 500)).toEqual({ allowed: false, retryAfter: 1_000 });
    expect(take(TEN, full, 1_499)).toEqual({ allowed: false, retryAfter: 1 });
    expect(take(TEN, full, 1_500).allowed).toBe(true);
  });

  it("allows at most a burst plus the refill at any rate", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 20 }), (steps, max) => {
        const limit = { max, window: 10_000 };
        let now = 0;
        const moments = steps.map((gap) => {
          now += gap;
          return now;
        });
        const through = allowed(limit, moments);
        for (const [first, from] of through.entries()) {
          const within = through.slice(first).filter((at) => at <= from + limit.window).length;
          expect(within).toBeLessThanOrEqual(2 * max);
        }
        const steady = moments.map((_, index) => index * (limit.window / max));
        expect(allowed(limit, steady)).toEqual(steady);
      }),
    );
  });

  it("starts over when the clock goes back", () => {
    expect(take(TEN, 7_200_000, 0)).toEqual({ allowed: true, usedUntil: 1_000 });
  });
});

describe("the rate limiter", () => {
  it("asks a member to wait a few times, then ignores them, and affects no other member", () => {
    const { check } = limiter();
    const one = interaction("g", "one", "component");
    expect(new Set(times(LIMITS.component.max, () => check(one, false)))).toEqual(new Set(["allow"]));
    expect(times(LIMITS.refusal.max, () => check(one, false))).toEqual(
      times(LIMITS.refusal.max, () => ({ retryAfter: 1 })),
    );
    expect(new Set(times(100, () => check(one, false)))).toEqual(new Set(["ignore"]));
    for (const [guildId, userId] of [["g", "two"] as const, ["h", "one"] as const, [null, "one"] as const]) {
      expect(check(interaction(guildId, userId, "component"), false)).toBe("allow");
    }
  });

  it("limits a guild of many members and no other guild", () => {
    const { check } = limiter();
    const many = times(LIMITS.guild.max + 100, (index) => check(interaction("g", `u${index}`, "component"), false));
    expect(many.filter((decision) => decision === "allow")).toHaveLength(LIMITS.guild.max);
    expect(check(interaction("h", "u1", "component"), false)).toBe("allow");
  });

  it("doesn't count a member's refused interactions against the guild", () => {
    const { check } = limiter();
    times(2 * LIMITS.guild.max, () => check(interaction("g", "one", "component"), false));
    expect(check(interaction("g", "two", "component"), false)).toBe("allow");
  });

  it("counts submitted modals separately from clicks", () => {
    const { check } = limiter();
    const modals = times(LIMITS.modal.max + 1, () => check(interaction("g", "one", "modal"), false));
    expect(modals.filter((decision) => decision === "allow")).toHaveLength(LIMITS.modal.max);
    expect(modals.at(-1)).toEqual({ retryAfter: 1 });
    expect(check(interaction("g", "one", "component"), false)).toBe("allow");
  });

  it("limits an account across all guilds and direct messages, and no other account", () => {
    const { check } = limiter();
    const everywhere = times(200, (index) => check(interaction(`g${index}`, "one", "component"), false));
    expect(everywhere.filter((decision) => decision === "allow")).toHaveLength(LIMITS.account.max);
    expect(everywhere.filter((decision) => decision !== "ignore")).toHaveLength(
      LIMITS.account.max + LIMITS.refusal.max,
    );
    expect(check(interaction(null, "one", "command"), false)).toBe("ignore");
    expect(check(interaction("g1", "two", "component"), false)).toBe("allow");
  });

  it.each(["command", "component", "modal"] as const)(
    "limits an account's expensive interactions across all guilds: %s",
    (kind) => {
      const { check } = limiter();
      const everywhere = times(50, (index) => check(interaction(`g${index}`, "one", kind), true));
      expect(everywhere.filter((decision) => decision === "allow")).toHaveLength(LIMITS.accountCostly.max);
      expect(check(interaction("g", "one", kind), false)).toBe("allow");
    },
  );

  it("limits the expensive interactions of a guild, but not its other interactions", () => {
    const { check } = limiter();
    const many = times(200, (index) => check(interaction("g", `u${index}`, "command"), true));
    expect(many.filter((decision) => decision === "allow")).toHaveLength(LIMITS.guildCostly.max);
    expect(check(interaction("g", "new", "command"), false)).toBe("allow");
    expect(check(interaction("h", "new", "command"), true)).toBe("allow");
  });

  it("limits expensive commands separately", () => {
    const { check } = limiter();
    const one = interaction("g", "one", "command");
    expect(times(4, () => check(one, true))).toEqual(["allow", "allow", "allow", { retryAfter: 20 }]);
    expect(check(one, false)).toBe("allow");
  });
});

describe("a usage map", () => {
  it("evicts the least recently used key when it is full", () => {
    const usage = createUsageMap(3);
    const use = (key: string) => usage.take(key, { max: 1, window: 60_000 }, 0);
    for (const key of ["a", "b", "c", "d"]) expect(use(key)).toBe(0);
    expect(usage.size()).toBe(3);
    expect(use("d")).toBeGreaterThan(0);
    expect(use("a")).toBe(0);
  });

  it("deletes a key once its limit is fully restored", () => {
    const usage = createUsageMap();
    for (let member = 0; member < 1_000; member += 1) usage.take(String(member), LIMITS.component, 0);
    usage.take("later", LIMITS.component, 60_000);
    expect(usage.size()).toBe(1);
  });
});

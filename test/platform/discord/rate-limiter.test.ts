import { expect, it } from "vitest";
import { ALLOWANCES } from "../../../src/platform/discord/rate-limit-rules.ts";
import { type Asked, createFloodGate, createMeter } from "../../../src/platform/discord/rate-limiter.ts";

const asked = (guildId: string | null, userId: string, kind: "tap" | "command" | "typing" | "modal"): Asked => ({
  guildId,
  user: { id: userId },
  isModalSubmit: () => kind === "modal",
  isAutocomplete: () => kind === "typing",
  isCommand: () => kind === "command",
});
const times = <Value>(count: number, act: (index: number) => Value) =>
  Array.from({ length: count }, (_, at) => act(at));

it("tells a member who floods a few times, then no more, and nobody beside them notices", () => {
  const gate = createFloodGate(() => 1_000);
  const one = asked("g", "one", "tap");
  expect(new Set(times(ALLOWANCES.tap.most, () => gate.admit(one, false)))).toEqual(new Set(["admitted"]));
  expect(new Set(times(ALLOWANCES.refusal.most, () => gate.admit(one, false)))).toEqual(new Set([1]));
  expect(new Set(times(100, () => gate.admit(one, false)))).toEqual(new Set(["ignored"]));
  for (const other of [asked("g", "two", "tap"), asked("h", "one", "tap"), asked(null, "one", "tap")]) {
    expect(gate.admit(other, false)).toBe("admitted");
  }
});

it("stops a guild of many at its ceiling, and no other guild", () => {
  const gate = createFloodGate(() => 1_000);
  const flood = times(ALLOWANCES.guild.most + 100, (index) => gate.admit(asked("g", `u${index}`, "tap"), false));
  expect(flood.filter((admission) => admission === "admitted")).toHaveLength(ALLOWANCES.guild.most);
  expect(gate.admit(asked("h", "u1", "tap"), false)).toBe("admitted");
});

it("takes nothing of the guild's for what it refuses one member", () => {
  const gate = createFloodGate(() => 1_000);
  times(2 * ALLOWANCES.guild.most, () => gate.admit(asked("g", "one", "tap"), false));
  expect(gate.admit(asked("g", "two", "tap"), false)).toBe("admitted");
});

it("never refuses a modal: what was typed would be lost", () => {
  const gate = createFloodGate(() => 1_000);
  const modals = times(1_000, () => gate.admit(asked("g", "one", "modal"), false));
  expect(new Set(modals)).toEqual(new Set(["admitted"]));
});

it("counts costly commands beside all others", () => {
  const gate = createFloodGate(() => 1_000);
  const one = asked("g", "one", "command");
  expect(times(4, () => gate.admit(one, true))).toEqual(["admitted", "admitted", "admitted", 20]);
  expect(gate.admit(one, false)).toBe("admitted");
});

it("remembers no more than it is told to, and first forgets who has been quiet longest", () => {
  const meter = createMeter(3);
  const take = (who: string) => meter.take(who, { most: 1, within: 60_000 }, 0);
  for (const who of ["a", "b", "c", "d"]) expect(take(who)).toBe(0);
  expect(meter.size()).toBe(3);
  expect(take("d")).toBeGreaterThan(0);
  expect(take("a")).toBe(0);
});

it("forgets who is through as others come", () => {
  const meter = createMeter();
  for (let member = 0; member < 1_000; member += 1) meter.take(String(member), ALLOWANCES.tap, 0);
  meter.take("later", ALLOWANCES.tap, 60_000);
  expect(meter.size()).toBe(1);
});

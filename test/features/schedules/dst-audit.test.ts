import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { nextSlots, type Slot, WEEKDAYS } from "../../../src/features/schedules/rules.ts";
import { addDays, localDateAt, ZONES } from "../../../src/platform/time.ts";

const FROM = Temporal.Instant.from("2024-01-01T00:00:00Z");
const TO = Temporal.Instant.from("2031-01-01T00:00:00Z");

/** Every clock change of a zone, with the wall-clock time in the middle of the skipped or repeated period. */
function transitions(zone: string): { at: number; times: string[] }[] {
  const found: { at: number; times: string[] }[] = [];
  for (let clock = FROM.toZonedDateTimeISO(zone); ; ) {
    const next = clock.getTimeZoneTransition("next");
    if (!next || next.epochMilliseconds >= TO.epochMilliseconds) return found;

    const before = next.subtract({ nanoseconds: 1 });
    const shift = next.offsetNanoseconds - before.offsetNanoseconds;
    const [edge, other] = [
      before.add({ nanoseconds: 1 }).toPlainDateTime(),
      before.toPlainDateTime().add({ nanoseconds: 1 }),
    ];
    const [first, last] = shift > 0 ? [other, edge] : [edge, other];
    const middle = first.add({ nanoseconds: Math.abs(shift) / 2 });
    const times = [first, middle, last].map((time) => time.toPlainTime().toString({ smallestUnit: "minute" }));
    found.push({ at: next.epochMilliseconds, times: [...new Set(times)] });
    clock = next;
  }
}

/** Posted on another day even though its time exists. A skipped time may move to the next day (Nuuk, 23:30). */
function isDisplaced({ id, at }: Slot, { time, zone }: { time: string; zone: string }): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const exists = local.toPlainTime().toString({ smallestUnit: "minute" }) === time;
  return exists && local.toPlainDate().toString() !== id.slice(2);
}

describe("a schedule with clock changes from 2024 to 2030", () => {
  it("posts once on every local day in every zone, even at a time inside a change", () => {
    const lost: string[] = [];
    const doubled: string[] = [];
    const displaced: string[] = [];
    let audited = 0;

    for (const zone of ZONES) {
      for (const { at, times } of transitions(zone)) {
        for (const time of times) {
          const schedule = { serial: 1, time, days: WEEKDAYS, zone };
          const slots = nextSlots(schedule, at - 3 * 86_400_000, 6);
          const days = slots.map(({ id }) => id.slice(2));
          const first = days[0] ?? localDateAt(at, zone);
          const expected = days.map((_, index) => addDays(first, index));

          lost.push(...expected.filter((day) => !days.includes(day)).map((day) => `${zone} ${time} ${day}`));
          const instants = new Set(slots.map((slot) => slot.at));
          if (new Set(days).size < days.length || instants.size < slots.length) doubled.push(`${zone} ${time} ${days}`);
          displaced.push(
            ...slots.filter((slot) => isDisplaced(slot, schedule)).map(({ id }) => `${zone} ${time} ${id}`),
          );
          audited += 1;
        }
      }
    }

    process.stdout.write(
      `DST audit: ${ZONES.length} zones, ${audited} schedules inside a change, ${lost.length} lost, ${doubled.length} doubled\n`,
    );
    expect(audited).toBeGreaterThan(1_000);
    expect({ lost, doubled, displaced }).toEqual({ lost: [], doubled: [], displaced: [] });
  }, 120_000);
});

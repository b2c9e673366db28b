import { RetryLaterError } from "../../platform/discord/delivery-errors.ts";
import type { Clock, Instant } from "../../platform/time.ts";
import type { SettingsStore } from "../settings/ports.ts";
import { type Calendar, countedOn, seasonAt } from "./calendar-rules.ts";
import { PERIODS, type Period } from "./period-rules.ts";
import { boardsOf, raise, type Standing } from "./rules.ts";
import type { Earning, StandingStore } from "./standing-ports.ts";

type Needs = { standings: StandingStore; settings: Pick<SettingsStore, "calendar">; clock: Clock };

type Restated = { name: string; period: Period; at: Instant; standings: Map<string, Standing> };

/** Members who keep on earning meanwhile are tried again so often before the agenda has another look. */
const TRIES = 20;

/** Tells members' places on the boards again, from all that they answered and were credited. */
export function createStandings({ standings, settings, clock }: Needs) {
  /** Makes boards (all of them, or these) true for some members, whatever stood there; hidden ones leave them. */
  async function restate(guildId: string, members: string | readonly string[], only?: ReadonlySet<string>) {
    let left = typeof members === "string" ? [members] : members;
    for (let round = 0; round < TRIES && left.length > 0; round += 1) left = await restateOnce(guildId, left, only);
    if (left.length > 0)
      throw new RetryLaterError(`${left.length} members earn faster than their boards are told again`);
  }

  /** Those for whom it has to be done once more. */
  async function restateOnce(guildId: string, userIds: readonly string[], only?: ReadonlySet<string>) {
    const mark = await standings.mark(guildId);
    const namesOf = createNames(await settings.calendar(guildId));
    const boards = new Map<string, Restated>();
    for await (const some of standings.earned(guildId, userIds)) {
      for (const one of some) {
        for (const [index, name] of namesOf(one).entries())
          if (!only || only.has(name)) count(boards, name, index, one);
      }
    }

    const undone = new Set<string>();
    for (const { standings: told, ...board } of boards.values()) {
      const left = await standings.write(guildId, { ...board, now: clock() }, [...told.values()], mark);
      for (const userId of left) undone.add(userId);
    }
    return [...undone];
  }

  return { restate };
}

export type Standings = ReturnType<typeof createStandings>;

function count(boards: Map<string, Restated>, name: string, index: number, one: Earning): void {
  const period = PERIODS[index % PERIODS.length] ?? "all";
  const board = boards.get(name) ?? { name, period, at: one.at, standings: new Map<string, Standing>() };
  boards.set(name, board);
  board.standings.set(one.userId, raise(board.standings.get(one.userId), one));
}

/** The boards an earning counts for; most are of the same few days and topics. */
function createNames(calendar: Calendar): (one: Earning) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return ({ at, day, topic }) => {
    const key = `${day} ${seasonAt(calendar, at)} ${topic}`;
    const names = known.get(key) ?? boardsOf(countedOn(calendar, at, day), topic);
    known.set(key, names);
    return names;
  };
}

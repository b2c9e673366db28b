import { setTimeout as sleep } from "node:timers/promises";
import { PermissionFlagsBits as Bits } from "discord-api-types/v10";
import type { Fault, Playground } from "../../src/playground/playground.ts";
import { textOf } from "../support/messages.ts";
import type { Fleet } from "./fleet.ts";
import type { History } from "./history.ts";
import type { MortalRedis } from "./mortal-redis.ts";
import type { Oracle } from "./oracle.ts";
import { type ChaosEvent, TROUBLE_LASTS, type Trouble } from "./plan.ts";
import type { Plot, World } from "./world.ts";

type Needs = {
  playground: Playground;
  world: World;
  fleet: Fleet;
  oracle: Oracle;
  history: History;
  /** Absent: one that must not die, for others use it. */
  redis: MortalRedis | undefined;
};

const BETWEEN_COMMANDS_MS = 1_000;
const MESSAGES = /\/channels\/\{channel_id\}\/messages/;
/** What a channel's own trouble is that it gets over by itself. */
const ILLS: Partial<Record<Trouble, Fault>> = {
  slow: { kind: "latency", milliseconds: 4_000 },
  failing: { kind: "error-before", status: 500 },
  limited: { kind: "rate-limit", retryAfter: 2, scope: "shared" },
};
const DENIED: Partial<Record<Trouble, bigint>> = { hidden: Bits.ViewChannel, muted: Bits.SendMessages };

/** Lets happen what was planned, and makes it end. */
export function createTrouble({ playground, world, fleet, oracle, history, redis }: Needs) {
  const { faults } = playground;
  const counts = new Map<string, number>();
  const redisDied: number[] = [];
  const troubled = new Map<Plot, Trouble>();
  /** Guilds that were in trouble in any round: how long their posts took tells nothing of others'. */
  const everTroubled = new Set<string>();
  const endings = new Set<() => unknown>();

  function count(kind: string): void {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }

  /** Ends something when its time is over, or with everything else. */
  function lasting(milliseconds: number, end: () => unknown): void {
    const ending = () => {
      if (!endings.delete(ending)) return;
      clearTimeout(timer);
      return end();
    };
    const timer = setTimeout(ending, milliseconds);
    endings.add(ending);
  }

  async function happen(event: Exclude<ChaosEvent, { kind: "tick" }>): Promise<unknown> {
    switch (event.kind) {
      case "trouble":
        return befall(event.plot, event.trouble);
      case "rest":
        history.note(event.name);
        return lasting(event.lasts, faults.inject(event.fault));
      case "kill":
        history.note(`kill of process ${event.who}`);
        return fleet.kill(event.who);
      case "freeze":
        count("process stopped for a while");
        history.note(`process ${event.who} stopped for ${Math.round(event.lasts)} ms`);
        fleet.freeze(event.who);
        return lasting(event.lasts, () => fleet.thaw(event.who));
      case "die-alone":
        count("process left alone to die");
        history.note(`process ${event.who} left alone, to die once it has moved the agenda on`);
        for (const other of event.others) fleet.freeze(other);
        fleet.sentence(event.who, { step: "after an agenda has moved on", nth: 1 });
        return lasting(event.lasts, () => event.others.forEach(fleet.thaw));
      case "kill-redis":
        if (!(await redis?.signal("SIGKILL"))) return undefined;
        count("Redis killed");
        history.note("Redis killed");
        return redisDied.push(Date.now());
      case "freeze-redis":
        if (!(await redis?.signal("SIGSTOP"))) return undefined;
        count("Redis stopped for a while");
        history.note(`Redis stopped for ${Math.round(event.lasts)} ms`);
        return lasting(event.lasts, () => redis?.signal("SIGCONT"));
      case "doom":
        return fleet.doom(event.deaths);
      default:
        count(event.kind);
        history.note(event.kind);
        return gateway(event);
    }
  }

  function gateway(
    event: Extract<ChaosEvent, { kind: `${string}-gateways` | "ask-to-reconnect" | `${string}-sessions` }>,
  ): unknown {
    switch (event.kind) {
      case "drop-gateways":
        return faults.dropSockets();
      case "ask-to-reconnect":
        return faults.requestReconnect();
      case "invalid-sessions":
        return faults.invalidateSessions();
      case "resumable-sessions":
        return faults.invalidateSessions(true);
      case "zombie-gateways":
        faults.muteHeartbeats(true);
        return lasting(event.lasts, () => faults.muteHeartbeats(false));
    }
  }

  function befall(number: number, trouble: Trouble): void {
    const plot = world.plots[number];
    if (!plot) return;
    count(`channel ${trouble}`);
    history.note(`channel ${trouble}:`, [plot.guildId, plot.channelId]);
    troubled.set(plot, trouble);
    everTroubled.add(plot.guildId);
    const [ill, deny] = [ILLS[trouble], DENIED[trouble]];
    if (ill) lasting(TROUBLE_LASTS, faults.inject({ ...ill, on: MESSAGES, channelId: plot.channelId }));
    if (deny) playground.setBotPermissions(plot.channelId, { deny });
    if (trouble === "deleted") {
      oracle.lose(plot.channelId);
      playground.deleteChannel(plot.channelId);
    }
  }

  /** What moderators do about a channel, until its schedule goes on and what it owes has come. */
  async function mend(plot: Plot, trouble: Trouble): Promise<void> {
    if (DENIED[trouble]) playground.setBotPermissions(plot.channelId, {});
    if (trouble === "deleted") plot.chosen.add(plot.spareId);
    else if (!DENIED[trouble]) return;
    const isOwed = () => [...oracle.owed].some((key) => key.startsWith(`${plot.guildId}/${plot.serial}-`));
    for (let goesOn = false; !goesOn || isOwed(); await sleep(BETWEEN_COMMANDS_MS))
      goesOn = (await command(plot, trouble)) || goesOn;
    if (trouble === "deleted") plot.channelId = plot.spareId;
  }

  async function command({ guildId, scheduleId, moderatorId, spareId }: Plot, trouble: Trouble): Promise<boolean> {
    const moderator = playground.person(moderatorId, { guildId, settleAfterMs: 4_000 });
    const schedule = scheduleId;
    const { message } =
      trouble === "deleted"
        ? await moderator.command("schedule edit", { schedule, channel: spareId }, spareId)
        : await moderator.command("schedule resume", { schedule }, spareId);
    return /is now:|is running again/.test(textOf(message));
  }

  return {
    happen,
    counts,
    redisDied,
    isTroubled: ({ guildId }: Plot) => everTroubled.has(guildId),
    /** Ends whatever is not over yet, but what moderators have to mend. */
    async clear(): Promise<void> {
      await Promise.all([...endings].map((end) => end()));
      endings.clear();
      faults.clear();
      history.note("all faults are over");
    },
    async mendAll(): Promise<void> {
      const all = [...troubled];
      troubled.clear();
      await Promise.all(all.map(([plot, trouble]) => mend(plot, trouble)));
    },
  };
}

export type TroubleMaker = ReturnType<typeof createTrouble>;

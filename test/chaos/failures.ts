import { setTimeout as sleep } from "node:timers/promises";
import { PermissionFlagsBits as Bits } from "discord-api-types/v10";
import type { Fault, Playground } from "../../src/playground/playground.ts";
import { textOf } from "../support/messages.ts";
import type { Fleet } from "./fleet.ts";
import type { History } from "./history.ts";
import type { MortalRedis } from "./mortal-redis.ts";
import type { Oracle } from "./oracle.ts";
import { type ChannelFailure, type ChaosEvent, FAILURE_MS } from "./plan.ts";
import type { Target, World } from "./world.ts";

type Options = {
  playground: Playground;
  world: World;
  fleet: Fleet;
  oracle: Oracle;
  history: History;
  /** Undefined if other tests share the Redis. */
  redis: MortalRedis | undefined;
};

const BETWEEN_COMMANDS_MS = 1_000;
const MESSAGES = /\/channels\/\{channel_id\}\/messages/;
/** Failures of a channel that end without a moderator. */
const CHANNEL_FAULTS: Partial<Record<ChannelFailure, Fault>> = {
  slow: { kind: "latency", milliseconds: 4_000 },
  failing: { kind: "error-before", status: 500 },
  limited: { kind: "rate-limit", retryAfter: 2, scope: "shared" },
};
const DENIED: Partial<Record<ChannelFailure, bigint>> = { hidden: Bits.ViewChannel, muted: Bits.SendMessages };

/** Injects planned failures and ends them. */
export function createFailures({ playground, world, fleet, oracle, history, redis }: Options) {
  const { faults } = playground;
  const counts = new Map<string, number>();
  const redisDied: number[] = [];
  const failing = new Map<Target, ChannelFailure>();
  /** Guilds with a failure in any round; their post delays don't count. */
  const everFailed = new Set<string>();
  const endings = new Set<() => unknown>();

  function count(kind: string): void {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }

  /** Calls `end` after this time, or when all failures are cleared. */
  function endAfter(milliseconds: number, end: () => unknown): void {
    const ending = () => {
      if (!endings.delete(ending)) return;
      clearTimeout(timer);
      return end();
    };
    const timer = setTimeout(ending, milliseconds);
    endings.add(ending);
  }

  async function inject(event: Exclude<ChaosEvent, { kind: "tick" }>): Promise<unknown> {
    switch (event.kind) {
      case "failure":
        return failChannel(event.target, event.failure);
      case "restFault-fault":
        history.note(event.name);
        return endAfter(event.durationMs, faults.inject(event.fault));
      case "kill":
        history.note(`kill of process ${event.index}`);
        return fleet.kill(event.index);
      case "freeze":
        count("process paused");
        history.note(`process ${event.index} paused for ${Math.round(event.durationMs)} ms`);
        fleet.freeze(event.index);
        return endAfter(event.durationMs, () => fleet.thaw(event.index));
      case "die-alone":
        count("process left alone to die");
        history.note(`process ${event.index} left alone until it dies after settling the agenda`);
        for (const other of event.others) fleet.freeze(other);
        fleet.planDeathOf(event.index, { step: "after an agenda has moved on", nth: 1 });
        return endAfter(event.durationMs, () => event.others.forEach(fleet.thaw));
      case "kill-redis":
        if (!(await redis?.signal("SIGKILL"))) return undefined;
        count("Redis killed");
        history.note("Redis killed");
        return redisDied.push(Date.now());
      case "freeze-redis":
        if (!(await redis?.signal("SIGSTOP"))) return undefined;
        count("Redis paused");
        history.note(`Redis paused for ${Math.round(event.durationMs)} ms`);
        return endAfter(event.durationMs, () => redis?.signal("SIGCONT"));
      case "planDeaths":
        return fleet.planDeaths(event.deaths);
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
        return endAfter(event.durationMs, () => faults.muteHeartbeats(false));
    }
  }

  function failChannel(number: number, failure: ChannelFailure): void {
    const target = world.targets[number];
    if (!target) return;
    count(`channel ${failure}`);
    history.note(`channel ${failure}:`, [target.guildId, target.channelId]);
    failing.set(target, failure);
    everFailed.add(target.guildId);
    const [fault, deny] = [CHANNEL_FAULTS[failure], DENIED[failure]];
    if (fault) endAfter(FAILURE_MS, faults.inject({ ...fault, on: MESSAGES, channelId: target.channelId }));
    if (deny) playground.setBotPermissions(target.channelId, { deny });
    if (failure === "deleted") {
      oracle.ignoreChannel(target.channelId);
      playground.deleteChannel(target.channelId);
    }
  }

  /** Acts as a moderator until the schedule runs again and its missed slots were posted. */
  async function repair(target: Target, failure: ChannelFailure): Promise<void> {
    if (DENIED[failure]) playground.setBotPermissions(target.channelId, {});
    if (failure === "deleted") target.chosen.add(target.spareChannelId);
    else if (!DENIED[failure]) return;
    const isPending = () => [...oracle.pending].some((key) => key.startsWith(`${target.guildId}/${target.serial}-`));
    for (let resumed = false; !resumed || isPending(); await sleep(BETWEEN_COMMANDS_MS))
      resumed = (await command(target, failure)) || resumed;
    if (failure === "deleted") target.channelId = target.spareChannelId;
  }

  async function command(
    { guildId, scheduleId, moderatorId, spareChannelId }: Target,
    failure: ChannelFailure,
  ): Promise<boolean> {
    const moderator = playground.person(moderatorId, { guildId, settleAfterMs: 4_000 });
    const schedule = scheduleId;
    const { message } =
      failure === "deleted"
        ? await moderator.command("schedule edit", { schedule, channel: spareChannelId }, spareChannelId)
        : await moderator.command("schedule resume", { schedule }, spareChannelId);
    return /is now:|is running again/.test(textOf(message));
  }

  return {
    inject,
    counts,
    redisDied,
    hasFailed: ({ guildId }: Target) => everFailed.has(guildId),
    /** Ends all failures except those a moderator has to repair. */
    async clear(): Promise<void> {
      await Promise.all([...endings].map((end) => end()));
      endings.clear();
      faults.clear();
      history.note("all faults cleared");
    },
    async repairAll(): Promise<void> {
      const all = [...failing];
      failing.clear();
      await Promise.all(all.map(([target, failure]) => repair(target, failure)));
    },
  };
}

export type Failures = ReturnType<typeof createFailures>;

import { type Clock, type Instant, MINUTE, SECOND } from "../time.ts";

/** At most `max` at once; they come back evenly over `window` milliseconds. */
export type Limit = { max: number; window: number };

/** Per member, except the last: what a guild may ask of one process. */
export const LIMITS = {
  command: { max: 10, window: 10 * SECOND },
  /** Commands that draw, or read or write whole files. */
  costly: { max: 3, window: MINUTE },
  /** Buttons and selects: enough to skim an exam or to click an answer several times. */
  component: { max: 30, window: 10 * SECOND },
  /** Discord asks for suggestions with every few letters. */
  autocomplete: { max: 50, window: 10 * SECOND },
  /** How often a member is told to wait. Further interactions go unanswered, since answers are what costs. */
  refusal: { max: 5, window: 10 * SECOND },
  /** A fifth of what one process can answer, and far more than the largest guild clicks when a question is posted. */
  guild: { max: 10_000, window: 10 * SECOND },
} as const satisfies Readonly<Record<string, Limit>>;

/** Members whose use is remembered; the one inactive for longest is forgotten first. */
const REMEMBERED = 50_000;

/** Thirtieths of ten seconds don't add up to ten seconds. */
const ROUNDING = 0.001;

export type Usage = { allowed: true; usedUntil: Instant } | { allowed: false; retryAfter: number };

/**
 * Takes one from a limit that is used up until `usedUntil`, or returns the milliseconds until it can. This is the generic
 * cell rate algorithm: a limit is fully available again at `usedUntil`.
 */
export function take({ max, window }: Limit, usedUntil: Instant | undefined, now: Instant): Usage {
  // A later time means that the clock was set back.
  const isValid = usedUntil !== undefined && usedUntil > now && usedUntil <= now + window + 1;
  const next = (isValid ? usedUntil : now) + window / max;
  const retryAfter = Math.ceil(next - window - now - ROUNDING);
  return retryAfter > 0 ? { allowed: false, retryAfter } : { allowed: true, usedUntil: next };
}

/** "ignore" leaves the interaction unanswered; `retryAfter` is in seconds. */
export type Decision = "allow" | "ignore" | { retryAfter: number };
export type RateLimiter = ReturnType<typeof createRateLimiter>;
export type LimitedInteraction = {
  guildId: string | null;
  user: { id: string };
  isModalSubmit(): boolean;
  isAutocomplete(): boolean;
  isCommand(): boolean;
};

/**
 * Keeps one member or guild from using up this process. It counts in memory: Discord sends everything of a guild to one
 * shard, so to one process, and no click pays for a round trip. During a rolling update the limit may double.
 */
export function createRateLimiter(clock: Clock) {
  const ofMembers = {
    command: createUsageMap(),
    costly: createUsageMap(),
    component: createUsageMap(),
    autocomplete: createUsageMap(),
  };
  const refusals = createUsageMap();
  const ofGuilds = createUsageMap();

  /** The milliseconds to wait. What a member's limit refuses doesn't use up the guild's. */
  function waitFor(interaction: LimitedInteraction, member: string, isCostly: boolean, now: Instant): number {
    // The command or button that opened a modal counted, and refusing the modal would lose what was typed.
    if (interaction.isModalSubmit()) return 0;
    const kind = kindOf(interaction);
    const wait = ofMembers[kind].take(member, LIMITS[kind], now);
    if (wait > 0) return wait;
    const costlyWait = isCostly ? ofMembers.costly.take(member, LIMITS.costly, now) : 0;
    if (costlyWait > 0 || interaction.guildId === null) return costlyWait;
    return ofGuilds.take(interaction.guildId, LIMITS.guild, now);
  }

  return {
    check(interaction: LimitedInteraction, isCostly: boolean): Decision {
      const now = clock();
      const member = `${interaction.guildId}/${interaction.user.id}`;
      const wait = waitFor(interaction, member, isCostly, now);
      if (wait === 0) return "allow";
      if (refusals.take(member, LIMITS.refusal, now) > 0) return "ignore";
      return { retryAfter: Math.ceil(wait / SECOND) };
    },
  };
}

function kindOf(interaction: LimitedInteraction): "command" | "component" | "autocomplete" {
  if (interaction.isAutocomplete()) return "autocomplete";
  return interaction.isCommand() ? "command" : "component";
}

/** How far each key has used its limit, in the order of last use. */
export function createUsageMap(remembered = REMEMBERED) {
  const usedUntil = new Map<string, Instant>();

  return {
    /** Returns 0 if allowed, else the milliseconds to wait. */
    take(key: string, limit: Limit, now: Instant): number {
      const usage = take(limit, usedUntil.get(key), now);
      if (!usage.allowed) return usage.retryAfter;
      usedUntil.delete(key);
      usedUntil.set(key, usage.usedUntil);
      for (const [oldest, until] of usedUntil) {
        if (until > now && usedUntil.size <= remembered) break;
        usedUntil.delete(oldest);
      }
      return 0;
    },
    size: () => usedUntil.size,
  };
}

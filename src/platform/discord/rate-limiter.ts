import { type Clock, type Instant, MINUTE, SECOND } from "../time.ts";

/** Allows bursts of `max` requests. They refill evenly over `window` milliseconds. */
export type Limit = { max: number; window: number };

/** Limits per process. They apply to a member of a guild unless stated otherwise. */
export const LIMITS = {
  command: { max: 10, window: 10 * SECOND },
  /** Commands and buttons that render, lint, or read or write a lot. */
  costly: { max: 3, window: MINUTE },
  /** Buttons and selects. Enough to skim an exam or to click an answer several times. */
  component: { max: 30, window: 10 * SECOND },
  /** Far more than a person can type, because rejecting a modal loses its text. */
  modal: { max: 10, window: 10 * SECOND },
  /** Discord requests suggestions every few keystrokes. */
  autocomplete: { max: 50, window: 10 * SECOND },
  /** Replies that ask an account to wait. Further interactions get no reply, because replies are the expensive part. */
  refusal: { max: 5, window: 10 * SECOND },
  /** Per account across all guilds. People use one guild at a time. */
  account: { max: 100, window: 10 * SECOND },
  accountCostly: { max: 6, window: MINUTE },
  /**
   * Per guild. A fifth of what one process can handle, and far more clicks than the largest guild sends after a post.
   */
  guild: { max: 10_000, window: 10 * SECOND },
  guildCostly: { max: 60, window: MINUTE },
  /** Per guild. A channel check sends three requests, and all guilds share Discord's limit. */
  channelCheck: { max: 60, window: MINUTE },
} as const satisfies Readonly<Record<string, Limit>>;

/** Maximum number of tracked limits. Each member has a few. Evicts the least recently used one. */
const MAX_TRACKED = 200_000;

/** Tolerance for rounding errors in milliseconds. Thirty thirtieths of ten seconds aren't exactly ten seconds. */
const ROUNDING = 0.001;

export type Usage = { allowed: true; usedUntil: Instant } | { allowed: false; retryAfter: number };

/**
 * Takes one request from a limit, or returns the milliseconds to wait. Uses the generic cell rate algorithm (GCRA). The
 * limit is fully available again at `usedUntil`.
 */
export function take({ max, window }: Limit, usedUntil: Instant | undefined, now: Instant): Usage {
  // A later time means that the clock was set back.
  const isValid = usedUntil !== undefined && usedUntil > now && usedUntil <= now + window + 1;
  const next = (isValid ? usedUntil : now) + window / max;
  const retryAfter = Math.ceil(next - window - now - ROUNDING);
  return retryAfter > 0 ? { allowed: false, retryAfter } : { allowed: true, usedUntil: next };
}

/** "ignore" leaves the interaction unanswered. `retryAfter` is in seconds. */
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
 * Keeps one member or guild from exhausting this process. Counts in memory, so clicks don't cost a round trip. That
 * works because Discord sends all events of a guild to one shard, and therefore to one process. During a rolling
 * update, the limit may double.
 */
export function createRateLimiter(clock: Clock) {
  const usage = createUsageMap();
  const use = (limit: keyof typeof LIMITS, who: string, now: Instant) =>
    usage.take(`${limit} ${who}`, LIMITS[limit], now);

  /**
   * Returns the milliseconds to wait. The limits of the account and the guild come last, so a rejected request doesn't
   * use them up.
   */
  function waitFor(interaction: LimitedInteraction, member: string, isCostly: boolean, now: Instant): number {
    const { guildId, user } = interaction;
    return (
      use(kindOf(interaction), member, now) ||
      (isCostly && use("costly", member, now)) ||
      use("account", user.id, now) ||
      (isCostly && use("accountCostly", user.id, now)) ||
      (guildId !== null && use("guild", guildId, now)) ||
      (isCostly && guildId !== null && use("guildCostly", guildId, now)) ||
      0
    );
  }

  return {
    check(interaction: LimitedInteraction, isCostly: boolean): Decision {
      const now = clock();
      const member = `${interaction.guildId}/${interaction.user.id}`;
      const wait = waitFor(interaction, member, isCostly, now);
      if (wait === 0) return "allow";
      if (use("refusal", interaction.user.id, now) > 0) return "ignore";
      return { retryAfter: Math.ceil(wait / SECOND) };
    },
  };
}

function kindOf(interaction: LimitedInteraction): "command" | "component" | "modal" | "autocomplete" {
  if (interaction.isAutocomplete()) return "autocomplete";
  if (interaction.isModalSubmit()) return "modal";
  return interaction.isCommand() ? "command" : "component";
}

/** Tracks how much each key has used of its limit, ordered by last use. */
export function createUsageMap(maxTracked = MAX_TRACKED) {
  const usedUntil = new Map<string, Instant>();

  return {
    /** Returns 0 if the request is allowed, otherwise the milliseconds to wait. */
    take(key: string, limit: Limit, now: Instant): number {
      const usage = take(limit, usedUntil.get(key), now);
      if (!usage.allowed) return usage.retryAfter;
      usedUntil.delete(key);
      usedUntil.set(key, usage.usedUntil);
      for (const [oldest, until] of usedUntil) {
        if (until > now && usedUntil.size <= maxTracked) break;
        usedUntil.delete(oldest);
      }
      return 0;
    },
    size: () => usedUntil.size,
  };
}

import { type Clock, type Instant, MINUTE, SECOND } from "../time.ts";

/** At most `max` at once; they come back evenly over `window` milliseconds. */
export type Limit = { max: number; window: number };

/** Per member of a guild, except those of an account or a guild: what they may ask of one process. */
export const LIMITS = {
  command: { max: 10, window: 10 * SECOND },
  /** Commands and buttons that draw, lint, or read or write much. */
  costly: { max: 3, window: MINUTE },
  /** Buttons and selects: enough to skim an exam or to click an answer several times. */
  component: { max: 30, window: 10 * SECOND },
  /** More than a person can type. A refused modal loses its text, so the limit is far above that. */
  modal: { max: 10, window: 10 * SECOND },
  /** Discord asks for suggestions with every few letters. */
  autocomplete: { max: 50, window: 10 * SECOND },
  /** How often an account gets the reply to wait. Further interactions get none, because replies are what costs. */
  refusal: { max: 5, window: 10 * SECOND },
  /** In all guilds together. A person uses one guild at a time. */
  account: { max: 100, window: 10 * SECOND },
  accountCostly: { max: 6, window: MINUTE },
  /** A fifth of what one process can answer, and far more than the largest guild clicks when a question is posted. */
  guild: { max: 10_000, window: 10 * SECOND },
  guildCostly: { max: 60, window: MINUTE },
} as const satisfies Readonly<Record<string, Limit>>;

/** Limits whose use is remembered, a few per member; the one unused for longest is forgotten first. */
const REMEMBERED = 200_000;

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
  const usage = createUsageMap();
  const use = (limit: keyof typeof LIMITS, who: string, now: Instant) =>
    usage.take(`${limit} ${who}`, LIMITS[limit], now);

  /** The milliseconds to wait. What one limit refuses doesn't use up those after it: an account's and a guild's. */
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

import { type Clock, SECOND } from "../time.ts";
import { ALLOWANCES, type Allowance, type Spent, spend } from "./rate-limit-rules.ts";

/** Of the members who have lately done something, as many are remembered. */
export const REMEMBERED = 50_000;

/** "ignored": not even answered; a number: answered with how many seconds to wait. */
export type Admission = "admitted" | "ignored" | number;
export type FloodGate = { admit(interaction: Asked, isCostly: boolean): Admission };
/** As much of an interaction as counts here. */
export type Asked = {
  guildId: string | null;
  user: { id: string };
  isModalSubmit(): boolean;
  isAutocomplete(): boolean;
  isCommand(): boolean;
};

/**
 * Keeps one member, or one guild, from taking this process for itself. It counts in memory alone: Discord sends all of a
 * guild to one shard, and so to one process, and no click pays a round trip for it. Where two processes hear the same for
 * a moment, as in a roll-out, the worst is twice the limit.
 */
export function createFloodGate(clock: Clock): FloodGate {
  const members = { command: createMeter(), costly: createMeter(), tap: createMeter(), typing: createMeter() };
  const refusals = createMeter();
  const guilds = createMeter();

  /** Milliseconds to wait. Who is stopped here uses up nothing of the guild's. */
  function waitOf(interaction: Asked, member: string, isCostly: boolean, now: number): number {
    // A modal was opened by a tap or a command, which counted, and what was typed must not be lost.
    if (interaction.isModalSubmit()) return 0;
    const kind = kindOf(interaction);
    const wait = members[kind].take(member, ALLOWANCES[kind], now);
    if (wait > 0) return wait;
    const costs = isCostly ? members.costly.take(member, ALLOWANCES.costly, now) : 0;
    if (costs > 0 || interaction.guildId === null) return costs;
    return guilds.take(interaction.guildId, ALLOWANCES.guild, now);
  }

  return {
    admit(interaction, isCostly) {
      const now = clock();
      const member = `${interaction.guildId}/${interaction.user.id}`;
      const wait = waitOf(interaction, member, isCostly, now);
      if (wait === 0) return "admitted";
      const isTold = refusals.take(member, ALLOWANCES.refusal, now) === 0;
      return isTold ? Math.ceil(wait / SECOND) : "ignored";
    },
  };
}

function kindOf(interaction: Asked): "command" | "tap" | "typing" {
  if (interaction.isAutocomplete()) return "typing";
  return interaction.isCommand() ? "command" : "tap";
}

/** Who has spent how much, kept in the order in which they last spent: those at the front are through first. */
export function createMeter(remembered = REMEMBERED) {
  const spent = new Map<string, Spent>();

  return {
    /** Milliseconds to wait before `who` may go on; 0 lets this one through. */
    take(who: string, allowance: Allowance, now: number): number {
      const verdict = spend(allowance, spent.get(who), now);
      if (!verdict.isAllowed) return verdict.wait;
      spent.delete(who);
      spent.set(who, verdict.spent);
      for (const [one, until] of spent) {
        if (until > now && spent.size <= remembered) break;
        spent.delete(one);
      }
      return 0;
    },
    size: () => spent.size,
  };
}

import type { APIApplicationCommand } from "discord-api-types/v10";
import type { State } from "./state.ts";
import { GLOBAL, type ModelView } from "./types.ts";

const DAY_MS = 86_400_000;

export type CommandOperations = ReturnType<typeof createCommandOperations>;

export function createCommandOperations({ commands, commandCreations, clock, events }: State) {
  const update = (scope: string, change: (existing: Map<string, APIApplicationCommand>) => void) => {
    const existing = commands.get(scope) ?? new Map<string, APIApplicationCommand>();
    change(existing);
    commands.set(scope, existing);
    events.emit({ type: "commands", scope });
  };
  return {
    replaceAll(scope: string, list: readonly APIApplicationCommand[]) {
      update(scope, (existing) => {
        existing.clear();
        for (const command of list) existing.set(command.id, command);
      });
    },
    put: (scope: string, command: APIApplicationCommand) =>
      update(scope, (existing) => existing.set(command.id, command)),
    delete: (scope: string, commandId: string) => update(scope, (existing) => existing.delete(commandId)),
    /** Counts newly created commands. Counts nothing and returns false if they would exceed the scope's daily limit. */
    countCreated(scope: string, count: number, dailyLimit: number) {
      const now = clock.now();
      const existing = commandCreations.get(scope);
      const current = existing === undefined || now - existing.since > DAY_MS ? { count: 0, since: now } : existing;
      if (current.count + count > dailyLimit) return false;
      commandCreations.set(scope, { ...current, count: current.count + count });
      return true;
    },
  };
}

/** The commands of a guild, or of none, and the global ones that no guild command of the same name hides. */
export function commandsIn(view: ModelView, guildId: string | undefined): APIApplicationCommand[] {
  const own = guildId === undefined ? [] : [...(view.commands.get(guildId)?.values() ?? [])];
  const hidden = new Set(own.map(commandKey));
  const global = [...(view.commands.get(GLOBAL)?.values() ?? [])];
  return [...own, ...global.filter((command) => !hidden.has(commandKey(command)))];
}

function commandKey({ type, name }: APIApplicationCommand): string {
  return `${type} ${name}`;
}

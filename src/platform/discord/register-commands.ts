import { setTimeout as sleep } from "node:timers/promises";
import { RateLimitError, type REST, type RESTPutAPIApplicationCommandsJSONBody, Routes } from "discord.js";
import type { Logger } from "pino";
import { z } from "zod";

type Registration = {
  rest: Pick<REST, "get" | "put">;
  applicationId: string;
  /** Guild commands are available immediately. Global ones can take a while. */
  guildId?: string | undefined;
  declared: RESTPutAPIApplicationCommandsJSONBody;
  log: Pick<Logger, "info" | "warn" | "error">;
  stopping: AbortSignal;
};

/**
 * Registers the commands if they have changed. If Discord rate-limits registration, which can last an hour, resolves
 * and registers them later. Until then, members keep the earlier commands.
 */
export async function registerCommands(registration: Registration): Promise<void> {
  try {
    await registerChanged(registration);
  } catch (error) {
    if (!(error instanceof RateLimitError)) throw error;
    const until = new Date(Date.now() + error.retryAfter).toISOString();
    registration.log.warn({ until }, "Command registration is rate-limited; will retry then");
    void retryAfter(error.retryAfter, registration);
  }
}

async function retryAfter(pause: number, registration: Registration): Promise<void> {
  const { log, stopping } = registration;
  try {
    await sleep(pause, undefined, { signal: stopping });
    await registerCommands(registration);
  } catch (error) {
    if (!stopping.aborted) log.error({ err: error }, "Command registration failed; restart the bot to try again");
  }
}

const registeredCommands = z.array(z.looseObject({ name: z.string(), type: z.number().default(1) }));

async function registerChanged({ rest, applicationId, guildId, declared, log }: Registration): Promise<void> {
  const route = guildId
    ? Routes.applicationGuildCommands(applicationId, guildId)
    : Routes.applicationCommands(applicationId);
  const query = new URLSearchParams({ with_localizations: "true" });
  const registered = registeredCommands.parse(await rest.get(route, { query }));
  const isCurrent =
    registered.length === declared.length &&
    declared.every((command) => {
      const existing = registered.find(({ name, type }) => name === command.name && type === (command.type ?? 1));
      return existing !== undefined && isSame(command, existing, guildId ? GLOBAL_FIELDS : []);
    });
  if (isCurrent) return;
  await rest.put(route, { body: declared });
  log.info({ commands: declared.length }, "Registered the commands");
}

/** Fields that Discord sets, and the type, which was already compared. */
const IGNORED_FIELDS = ["id", "application_id", "guild_id", "version", "type", "dm_permission"];
/** Fields that commands of one guild don't have. */
const GLOBAL_FIELDS = ["contexts", "integration_types"];

function isSame(declared: object, registered: object, ignored: readonly string[]): boolean {
  const [ours, theirs] = [declared, registered].map((command) => new Map<string, unknown>(Object.entries(command)));
  const fields = new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])]);
  for (const field of [...IGNORED_FIELDS, ...ignored]) fields.delete(field);
  return [...fields].every((field) => comparable(ours?.get(field)) === comparable(theirs?.get(field)));
}

/**
 * Returns the same text for values that Discord treats alike. Omits null, false and empty fields, and sorts the others.
 */
function comparable(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "" : `[${value.map(comparable).join()}]`;
  if (value === undefined || value === null || value === false || value === "") return "";
  if (typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value)
    .map(([name, field]) => [name, comparable(field)])
    .filter(([, text]) => text !== "");
  return fields.length === 0
    ? ""
    : `{${fields
        .map((pair) => pair.join(":"))
        .sort()
        .join()}}`;
}

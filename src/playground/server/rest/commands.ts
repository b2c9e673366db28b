import { type APIApplicationCommand, ApplicationCommandType as Kind } from "discord-api-types/v10";
import { z } from "zod";
import { commandsIn, GLOBAL, tell, type World } from "../../model/world.ts";
import { formRefusal, refusal } from "../validation/api-error.ts";
import { checkCommand, type SentCommand } from "../validation/commands.ts";
import { checked, typed } from "../validation/form.ts";
import { guildOf } from "./guilds.ts";
import { type Answer, type Call, created, nothing, ok, type Route } from "./route.ts";

/** Commands for everywhere, and the same for one guild. */

const GLOBAL_PATH = "/applications/{application_id}/commands";
const GUILD_PATH = "/applications/{application_id}/guilds/{guild_id}/commands";
const MOST: ReadonlyMap<number, number> = new Map([
  [Kind.ChatInput, 100],
  [Kind.User, 15],
  [Kind.Message, 15],
]);
const MOST_CREATES_A_DAY = 200;
const DAY_MS = 86_400_000;

export const commandRoutes: Route[] = [GLOBAL_PATH, GUILD_PATH].flatMap((path): Route[] => [
  { method: "GET", path, bucket: "commands", run: (call) => ok([...commandsOf(call).values()]) },
  { method: "PUT", path, bucket: "commands", run: replaceAll },
  { method: "POST", path, bucket: "commands", run: addOne },
  { method: "GET", path: `${path}/{command_id}`, bucket: "commands", run: (call) => ok(commandOf(call)) },
  { method: "PATCH", path: `${path}/{command_id}`, bucket: "commands", run: changeOne },
  { method: "DELETE", path: `${path}/{command_id}`, bucket: "commands", run: removeOne },
]);

function scopeOf(call: Call): string {
  if (call.parameter("application_id") !== call.services.world.applicationId) throw refusal(10002);
  return call.parameter("guild_id") === "" ? GLOBAL : guildOf(call).id;
}

function commandsOf(call: Call): Map<string, APIApplicationCommand> {
  return commandsIn(call.services.world, scopeOf(call));
}

function commandOf(call: Call): APIApplicationCommand {
  const command = commandsOf(call).get(call.parameter("command_id"));
  if (command === undefined) throw refusal(10063);
  return command;
}

function replaceAll(call: Call): Answer {
  const scope = scopeOf(call);
  const { world } = call.services;
  const list = checked(z.array(z.unknown()), call.body).map((sent, index) => checkCommand(sent, [index]));
  refuseTwins(list);
  const before = byName(commandsOf(call));
  const commands = list.map((sent) => build(world, scope, sent, before.get(nameKey(sent))));
  refuseTooMany(commands);
  countCreates(world, scope, commands.filter((command) => before.get(nameKey(command)) === undefined).length);
  world.commands.set(scope, new Map(commands.map((command) => [command.id, command])));
  tell(world, { type: "commands", scope });
  return ok(commands);
}

/** A command of a known name takes the place of the old one: 200 instead of 201. */
function addOne(call: Call): Answer {
  const scope = scopeOf(call);
  const { world } = call.services;
  const sent = checkCommand(call.body);
  const commands = commandsOf(call);
  const before = byName(commands).get(nameKey(sent));
  const command = build(world, scope, sent, before);
  refuseTooMany([...commands.values(), ...(before === undefined ? [command] : [])]);
  if (before === undefined) countCreates(world, scope, 1);
  commands.set(command.id, command);
  tell(world, { type: "commands", scope });
  return before === undefined ? created(command) : ok(command);
}

function changeOne(call: Call): Answer {
  const scope = scopeOf(call);
  const { world } = call.services;
  const before = commandOf(call);
  const changes = checked(z.looseObject({}), call.body);
  const command = build(world, scope, checkCommand({ ...before, ...changes }), before);
  commandsOf(call).set(command.id, command);
  tell(world, { type: "commands", scope });
  return ok(command);
}

function removeOne(call: Call): Answer {
  const scope = scopeOf(call);
  commandsOf(call).delete(commandOf(call).id);
  tell(call.services.world, { type: "commands", scope });
  return nothing;
}

const finished = typed<APIApplicationCommand>(z.object({}).loose());

function build(
  world: World,
  scope: string,
  sent: SentCommand,
  before: APIApplicationCommand | undefined,
): APIApplicationCommand {
  const {
    contexts,
    integration_types,
    default_member_permissions,
    name_localizations,
    description_localizations,
    options,
  } = sent;
  return finished.parse({
    id: before?.id ?? world.snowflakes.next(),
    application_id: world.applicationId,
    version: world.snowflakes.next(),
    type: sent.type ?? Kind.ChatInput,
    name: sent.name,
    name_localizations: name_localizations ?? null,
    description: sent.description ?? "",
    description_localizations: description_localizations ?? null,
    default_member_permissions: default_member_permissions ?? null,
    nsfw: sent.nsfw ?? false,
    ...(scope === GLOBAL
      ? {
          contexts: contexts ?? (sent.dm_permission === false ? [0] : [0, 1, 2]),
          integration_types: integration_types ?? [0],
          dm_permission: sent.dm_permission ?? true,
        }
      : { guild_id: scope }),
    ...(options?.length ? { options: dropNulls(options) } : {}),
  });
}

/** Discord gives optional fields back only where they were set. */
function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null && field !== undefined)
      .map(([key, field]) => [key, dropNulls(field)]),
  );
}

function nameKey({ type, name }: { type?: number | null | undefined; name: string }): string {
  return `${type ?? Kind.ChatInput} ${name}`;
}

function byName(commands: Map<string, APIApplicationCommand>): Map<string, APIApplicationCommand> {
  return new Map(Array.from(commands.values(), (command) => [nameKey(command), command]));
}

function refuseTwins(list: readonly SentCommand[]): void {
  const seen = new Set<string>();
  list.forEach((sent, index) => {
    const message = "Application command names must be unique";
    if (seen.has(nameKey(sent)))
      throw formRefusal([{ path: [index, "name"], code: "APPLICATION_COMMANDS_DUPLICATE_NAME", message }]);
    seen.add(nameKey(sent));
  });
}

function refuseTooMany(commands: readonly APIApplicationCommand[]): void {
  for (const [type, most] of MOST)
    if (commands.filter((command) => command.type === type).length > most) throw refusal(30032);
}

/** Creates are counted a day and a scope; giving a known name again creates nothing. */
function countCreates({ commandCreates, time }: World, scope: string, made: number): void {
  const now = time.now();
  const known = commandCreates.get(scope);
  const current = known === undefined || now - known.since > DAY_MS ? { count: 0, since: now } : known;
  if (current.count + made > MOST_CREATES_A_DAY) throw refusal(30034);
  commandCreates.set(scope, { ...current, count: current.count + made });
}

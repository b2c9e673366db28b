import { type APIApplicationCommand, ApplicationCommandType as CommandType } from "discord-api-types/v10";
import { z } from "zod";
import type { Model } from "../../model/model.ts";
import { GLOBAL, type ModelView } from "../../model/types.ts";
import { typed } from "../../typed.ts";
import { apiError, formError } from "../validation/api-error.ts";
import { parseCommand, type SentCommand } from "../validation/commands.ts";
import { parseForm } from "../validation/form.ts";
import { guildOf } from "./access.ts";
import { created, noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const GLOBAL_PATH = "/applications/{application_id}/commands";
const GUILD_PATH = "/applications/{application_id}/guilds/{guild_id}/commands";
const MAX_COMMANDS: ReadonlyMap<number, number> = new Map([
  [CommandType.ChatInput, 100],
  [CommandType.User, 15],
  [CommandType.Message, 15],
]);
const MAX_CREATED_PER_DAY = 200;

type ScopedHandler = (scope: string, request: RestRequest) => RestResponse;
type CommandModel = Pick<Model, "view" | "commands" | "newId">;

export function commandRoutes(model: CommandModel): Route[] {
  const { view } = model;
  const routes = [GLOBAL_PATH, GUILD_PATH].flatMap((path): Route[] => {
    const scoped = (method: Route["method"], routePath: string, handle: ScopedHandler) =>
      route(method, routePath, "commands", (request) => handle(scopeOf(view, request), request));
    const one = `${path}/{command_id}`;
    return [
      scoped("GET", path, (scope, { query }) =>
        ok(commandsIn(view, scope).map(query.get("with_localizations") === "true" ? (one) => one : unlocalized)),
      ),
      scoped("PUT", path, (scope, request) => replaceAll(model, scope, request)),
      scoped("POST", path, (scope, request) => addOne(model, scope, request)),
      scoped("GET", one, (scope, request) => ok(commandOf(view, scope, request))),
      scoped("PATCH", one, (scope, request) => updateOne(model, scope, request)),
      scoped("DELETE", one, (scope, request) => {
        model.commands.delete(scope, commandOf(view, scope, request).id);
        return noContent;
      }),
    ];
  });
  // Must come before the routes of one command, which would take "permissions" for an id.
  return [...permissionRoutes(view), ...routes];
}

/** Command permissions, which moderators can't set in the playground. */
function permissionRoutes(view: ModelView): Route[] {
  const ofOne = `${GUILD_PATH}/{command_id}/permissions`;
  return [
    route("GET", `${GUILD_PATH}/permissions`, "commands", (request) => {
      scopeOf(view, request);
      return ok([]);
    }),
    route("GET", ofOne, "commands", () => {
      throw apiError(10066);
    }),
    // Requires a user's token.
    route("PUT", ofOne, "commands", () => {
      throw apiError(20001);
    }),
  ];
}

/** Lists omit translations unless the request asks for them. */
function unlocalized<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (key.endsWith("_localizations") ? undefined : inner)),
  );
}

function scopeOf(view: ModelView, request: RestRequest): string {
  if (request.parameter("application_id") !== view.applicationId) throw apiError(10002);
  return request.parameter("guild_id") === "" ? GLOBAL : guildOf(view, request).id;
}

function commandsIn(view: ModelView, scope: string): APIApplicationCommand[] {
  return [...(view.commands.get(scope)?.values() ?? [])];
}

function commandOf(view: ModelView, scope: string, request: RestRequest): APIApplicationCommand {
  const command = view.commands.get(scope)?.get(request.parameter("command_id"));
  if (command === undefined) throw apiError(10063);
  return command;
}

function replaceAll(model: CommandModel, scope: string, request: RestRequest): RestResponse {
  const sent = parseForm(z.array(z.unknown()), request.body).map((command, index) => parseCommand(command, [index]));
  rejectDuplicates(sent);
  const existing = byName(commandsIn(model.view, scope));
  const commands = sent.map((command) => build(model, scope, command, existing.get(nameKey(command))));
  rejectTooMany(commands);
  countCreated(model, scope, commands.filter((command) => !existing.has(nameKey(command))).length);
  model.commands.replaceAll(scope, commands);
  return ok(commands);
}

/** A command with the name of an existing one replaces it and returns 200 instead of 201. */
function addOne(model: CommandModel, scope: string, request: RestRequest): RestResponse {
  const sent = parseCommand(request.body);
  const commands = commandsIn(model.view, scope);
  const existing = byName(commands).get(nameKey(sent));
  const command = build(model, scope, sent, existing);
  if (existing === undefined) {
    rejectTooMany([...commands, command]);
    countCreated(model, scope, 1);
  }
  model.commands.put(scope, command);
  return existing === undefined ? created(command) : ok(command);
}

function updateOne(model: CommandModel, scope: string, request: RestRequest): RestResponse {
  const existing = commandOf(model.view, scope, request);
  const changes = parseForm(z.looseObject({}), request.body);
  const command = build(model, scope, parseCommand({ ...existing, ...changes }), existing);
  model.commands.put(scope, command);
  return ok(command);
}

const complete = typed<APIApplicationCommand>(z.looseObject({}));

function build(
  { view, newId }: CommandModel,
  scope: string,
  sent: SentCommand,
  existing: APIApplicationCommand | undefined,
): APIApplicationCommand {
  return complete.parse({
    id: existing?.id ?? newId(),
    application_id: view.applicationId,
    version: newId(),
    type: sent.type ?? CommandType.ChatInput,
    name: sent.name,
    name_localizations: sent.name_localizations ?? null,
    description: sent.description ?? "",
    description_localizations: sent.description_localizations ?? null,
    default_member_permissions: sent.default_member_permissions ?? null,
    nsfw: sent.nsfw ?? false,
    ...(scope === GLOBAL
      ? {
          contexts: sent.contexts ?? (sent.dm_permission === false ? [0] : [0, 1, 2]),
          integration_types: sent.integration_types ?? [0, 1],
          dm_permission: sent.dm_permission ?? true,
        }
      : { guild_id: scope }),
    ...(sent.options?.length ? { options: dropNulls(sent.options) } : {}),
  });
}

/** Discord returns an optional field only where it was set. */
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
  return `${type ?? CommandType.ChatInput} ${name}`;
}

function byName(commands: readonly APIApplicationCommand[]): Map<string, APIApplicationCommand> {
  return new Map(commands.map((command) => [nameKey(command), command]));
}

function rejectDuplicates(commands: readonly SentCommand[]): void {
  const keys = commands.map(nameKey);
  const index = keys.findIndex((key, at) => keys.indexOf(key) < at);
  if (index < 0) return;
  const message = "Application command names must be unique";
  throw formError([{ path: [index, "name"], code: "APPLICATION_COMMANDS_DUPLICATE_NAME", message }]);
}

function rejectTooMany(commands: readonly APIApplicationCommand[]): void {
  for (const [type, limit] of MAX_COMMANDS)
    if (commands.filter((command) => command.type === type).length > limit) throw apiError(30032);
}

function countCreated({ commands }: CommandModel, scope: string, count: number): void {
  if (!commands.countCreated(scope, count, MAX_CREATED_PER_DAY)) throw apiError(30034);
}

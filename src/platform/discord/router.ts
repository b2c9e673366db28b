import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Client,
  type CommandInteraction,
  DiscordAPIError,
  Events,
  type Interaction,
  InteractionType,
  RESTJSONErrorCodes,
} from "discord.js";
import type { Logger } from "pino";
import { en as words } from "../../text/en/index.ts";
import { UserError, type UserErrorCode } from "../../text/user-errors.ts";
import type { Telemetry } from "../ops/metrics.ts";
import { type RedisProblem, redisProblemOf } from "../redis/client.ts";
import { SECOND } from "../time.ts";
import type { Command, MessageCommand } from "./command.ts";
import { componentName } from "./component-id.ts";
import { button, type Card, row, text } from "./components.ts";
import { type InteractionClaims, installedGuildOf } from "./interaction.ts";
import type { RateLimiter } from "./rate-limiter.ts";
import { ephemeral, isAlreadyAnswered, payload } from "./reply.ts";

/** How long Discord accepts the first reply. */
const REPLY_TIMEOUT = 3 * SECOND;

/** Errors that members can fix by typing the answer again. */
const RETYPABLE: ReadonlySet<UserErrorCode> = new Set([
  "number-unreadable",
  "number-ambiguous",
  "order-repeats",
  "answer-empty",
  "too-fast",
]);

type RouterOptions<Services> = {
  client: Client;
  commands: readonly Command<Services>[];
  messageCommands: readonly MessageCommand<Services>[];
  services: Services;
  /** Runs after a command has been answered. */
  afterCommand?(interaction: CommandInteraction, services: Services): Promise<void>;
  claims: InteractionClaims;
  /** Records that a user has used the app in a guild that installed it. */
  recordGuild(userId: string, guildId: string): Promise<void>;
  rateLimiter: RateLimiter;
  log: Logger;
  telemetry?: Telemetry | undefined;
};

/** `close` stops accepting interactions. It waits for those in progress while Discord can accept their replies. */
export type Router = { close(): Promise<void> };

/** Routes every interaction to its handler. This is the only place that turns errors into replies. */
export function routeInteractions<Services>(options: RouterOptions<Services>): Router {
  const { client, services, afterCommand, claims, recordGuild, rateLimiter, log, telemetry } = options;
  const routes = createRoutes(options);
  const running = new Set<Promise<void>>();

  async function handle(interaction: Interaction, retryAfter: number | undefined): Promise<Outcome> {
    try {
      if (retryAfter !== undefined) throw new UserError("too-fast", { seconds: retryAfter });
      await Promise.all([recordGuildOf(interaction), dispatch(interaction, routes, services, claims)]);
      return "answered";
    } catch (error) {
      return await replyToError(interaction, error, routes, log);
    }
  }

  /**
   * Records the learner's guild, because `/privacy` finds data by guild. A failure doesn't affect the reply: the next
   * interaction records the guild.
   */
  async function recordGuildOf(interaction: Interaction): Promise<void> {
    const guildId = installedGuildOf(interaction);
    if (guildId === undefined || interaction.isAutocomplete()) return;
    await recordGuild(interaction.user.id, guildId).catch((error: unknown) => {
      // The connection has already logged it.
      if (redisProblemOf(error) !== "unreachable") log.warn({ err: error }, "Recording a learner's guild failed");
    });
  }

  async function finish(interaction: Interaction): Promise<void> {
    if (interaction.isCommand() && interaction.replied) await afterCommand?.(interaction, services);
  }

  const receive = (interaction: Interaction) => {
    const receivedAt = performance.now();
    const kind = InteractionType[interaction.type];
    const decision = rateLimiter.check(interaction, routes.isCostly(interaction));
    if (decision === "ignore") {
      telemetry?.emit("interaction", { kind, outcome: "ignored", milliseconds: 0 });
      return;
    }
    const handling = handle(interaction, decision === "allow" ? undefined : decision.retryAfter)
      .catch((error: unknown) => logUndelivered(error, log))
      .then((outcome) => {
        telemetry?.emit("interaction", { kind, outcome, milliseconds: performance.now() - receivedAt });
        return finish(interaction);
      })
      // Redis problems are ignored: `afterCommand` runs again after the next command.
      .catch((error: unknown) => void (redisProblemOf(error) ?? logUndelivered(error, log)))
      .finally(() => running.delete(handling));
    running.add(handling);
  };
  client.on(Events.InteractionCreate, receive);

  return {
    async close() {
      client.off(Events.InteractionCreate, receive);
      await Promise.race([Promise.all(running), sleep(REPLY_TIMEOUT, undefined, { ref: false })]);
    },
  };
}

type Outcome = "answered" | "refused" | "failed" | "unreachable" | "late";
type Routes<Services> = ReturnType<typeof createRoutes<Services>>;

/** Throws if two commands or components have the same name, because one of them would never be called. */
function createRoutes<Services>({
  commands,
  messageCommands,
}: Pick<RouterOptions<Services>, "commands" | "messageCommands">) {
  const commandsByName = byName(commands, ({ declaration }) => declaration.name);
  const components = commands.flatMap((command) =>
    command.components.map((component) => ({ component, exclusive: command.exclusive })),
  );
  const componentsByName = byName(components, ({ component }) => component.name);
  return {
    commands: commandsByName,
    messageCommands: byName(messageCommands, ({ declaration }) => declaration.name),
    components: componentsByName,
    isCostly(interaction: Interaction): boolean {
      if (interaction.isChatInputCommand())
        return commandsByName.get(interaction.commandName)?.isCostly(interaction.options.getSubcommand(false)) ?? false;
      if (!interaction.isMessageComponent() && !interaction.isModalSubmit()) return false;
      return componentsByName.get(componentName(interaction.customId))?.component.costly ?? false;
    },
  };
}

function byName<Value>(values: readonly Value[], nameOf: (value: Value) => string): ReadonlyMap<string, Value> {
  const named = new Map<string, Value>();
  for (const value of values) {
    const name = nameOf(value);
    if (named.has(name)) throw new Error(`Two commands or components are named "${name}"`);
    named.set(name, value);
  }
  return named;
}

async function dispatch<Services>(
  interaction: Interaction,
  routes: Routes<Services>,
  services: Services,
  claims: InteractionClaims,
): Promise<void> {
  if (interaction.isAutocomplete()) {
    const command = routes.commands.get(interaction.commandName);
    return interaction.respond((await command?.complete(interaction, services)) ?? []);
  }
  if (interaction.isChatInputCommand()) {
    const command = requireKnown(routes.commands.get(interaction.commandName), "command-outdated");
    if (command.exclusive && !(await claims.claim(interaction.id))) return;
    return command.run(interaction, services);
  }
  if (interaction.isMessageContextMenuCommand()) {
    const command = requireKnown(routes.messageCommands.get(interaction.commandName), "command-outdated");
    return command.run(interaction, services);
  }
  if (
    interaction.isButton() ||
    interaction.isStringSelectMenu() ||
    interaction.isChannelSelectMenu() ||
    interaction.isRoleSelectMenu() ||
    interaction.isModalSubmit()
  ) {
    const { component, exclusive } = requireKnown(
      routes.components.get(componentName(interaction.customId)),
      "button-outdated",
    );
    if (exclusive && !(await claims.claim(interaction.id))) return;
    return component.run(interaction, services);
  }
  throw new UserError(interaction.isCommand() ? "command-outdated" : "button-outdated", {});
}

/** Throws a UserError for a command or component of an older version that Discord still shows. */
function requireKnown<Value>(value: Value | undefined, code: "button-outdated" | "command-outdated"): Value {
  if (value === undefined) throw new UserError(code, {});
  return value;
}

/** Replies with what to do next. For an internal error, replies with a reference id that is in the log. */
async function replyToError<Services>(
  interaction: Interaction,
  error: unknown,
  routes: Routes<Services>,
  log: Logger,
): Promise<Outcome> {
  if (isExpired(error)) throw error;
  const problem = redisProblemOf(error);
  const message = text(messageFor(interaction, error, problem, log));
  const reopen = reopenButton(interaction, error, routes);
  const again = reopen === undefined ? [] : [row(button(words.question.answerAgain, reopen))];
  await reply(interaction, { components: [message, ...again] });
  if (problem === "unreachable") return problem;
  return error instanceof UserError ? "refused" : "failed";
}

function messageFor(interaction: Interaction, error: unknown, problem: RedisProblem | undefined, log: Logger): string {
  if (error instanceof UserError) return words.error(error.code, error.values);
  // The connection has already logged it.
  if (problem === "unreachable") return words.databaseUnreachable;

  const reference = randomUUID().slice(0, 8);
  log.error({ reference, err: error, interaction: interaction.id, guild: interaction.guildId }, "Interaction failed");
  return problem === "full" ? words.databaseFull(reference) : words.fault(reference);
}

/** The custom id of the button that opens a modal again if its input can't be used. Discord has discarded the input. */
function reopenButton<Services>(
  interaction: Interaction,
  error: unknown,
  { components }: Routes<Services>,
): string | undefined {
  if (!interaction.isModalSubmit() || !(error instanceof UserError) || !RETYPABLE.has(error.code)) return undefined;
  return components.get(componentName(interaction.customId))?.component.reopen(interaction.customId);
}

async function reply(interaction: Interaction, card: Card): Promise<void> {
  if (interaction.isAutocomplete()) return await interaction.respond([]);
  if (!interaction.isRepliable()) return;

  // After `deferUpdate`, `editReply` would replace the clicked message.
  const isUpdate = interaction.deferred && interaction.ephemeral === null;
  // The first follow-up to a deferred public reply would be public too.
  const isPublic = interaction.deferred && interaction.ephemeral === false && !interaction.replied;
  if (isPublic) await interaction.deleteReply();
  if (interaction.replied || isUpdate || isPublic) await interaction.followUp(ephemeral(card));
  else if (interaction.deferred) await interaction.editReply(payload(card));
  else await interaction.reply(ephemeral(card));
}

/** Logs a reply that was late, was a duplicate, or couldn't reach Discord. */
function logUndelivered(error: unknown, log: Logger): "late" {
  if (isAlreadyAnswered(error)) log.debug({ err: error }, "Interaction was already answered");
  else if (isExpired(error)) log.warn({ err: error }, "Interaction expired before the reply");
  else log.warn({ err: error }, "Reply could not be delivered");
  return "late";
}

/** The interaction wasn't acknowledged within 3 seconds, or got a follow-up after 15 minutes. */
const EXPIRED: ReadonlySet<string | number> = new Set([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InvalidWebhookToken,
]);

function isExpired(error: unknown): boolean {
  if (isAlreadyAnswered(error)) return true;
  return error instanceof DiscordAPIError && EXPIRED.has(error.code);
}

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Client,
  DiscordAPIError,
  Events,
  type Interaction,
  InteractionType,
} from "discord.js";
import type { Logger } from "pino";
import { en as words } from "../../text/en/index.ts";
import { UserError, type UserErrorCode } from "../../text/user-errors.ts";
import type { Telemetry } from "../ops/telemetry.ts";
import { type RedisProblem, redisProblemOf } from "../redis/problem.ts";
import { SECOND } from "../time.ts";
import type { AnyCommand, Component, MessageCommand, Services } from "./command.ts";
import { componentName } from "./component-id.ts";
import { button, type Card, note, row, text } from "./components.ts";
import type { Interactions } from "./interaction-ports.ts";
import type { FloodGate } from "./rate-limiter.ts";
import { deferredInto, isAnswered, privately } from "./reply.ts";

/** The token died before we answered: late, but not worth an alarm. */
const UNKNOWN_INTERACTION = 10062;

/** After this long Discord takes no first answer any more. */
const ANSWERED_WITHIN = 3 * SECOND;

/** Errors in a typed answer that typing it again can fix. */
const RETYPABLE: ReadonlySet<UserErrorCode> = new Set(["number-unreadable", "order-repeats", "answer-empty"]);

type Routes = {
  commands: ReadonlyMap<string, AnyCommand>;
  messageCommands: ReadonlyMap<string, MessageCommand>;
  components: ReadonlyMap<string, Component>;
  /** What only one process may act on: names of commands and components. */
  once: ReadonlySet<string>;
};

type Needs = {
  client: Client;
  commands: readonly AnyCommand[];
  messageCommands: readonly MessageCommand[];
  services: Services;
  interactions: Interactions;
  gate: FloodGate;
  log: Logger;
  telemetry?: Telemetry | undefined;
};

/** Sends every interaction to its handler. The only place that catches what a person caused and what a bug caused. */
export function routeInteractions(needs: Needs): Router {
  const { client, commands, messageCommands, services, interactions, gate, log, telemetry } = needs;
  const once = commands.filter((command) => command.once);
  const routes: Routes = {
    once: new Set(once.flatMap(({ data, components = [] }) => [data.name, ...components.map(({ name }) => name)])),
    commands: new Map(commands.map((command) => [command.data.name, command])),
    messageCommands: new Map(messageCommands.map((command) => [command.data.name, command])),
    components: byName(commands.flatMap(({ components = [] }) => components)),
  };
  const running = new Set<Promise<void>>();

  const receive = (interaction: Interaction) => {
    const heardAt = performance.now();
    const kind = InteractionType[interaction.type];
    const admission = gate.admit(interaction, isCostly(interaction, routes));
    if (admission === "ignored") {
      telemetry?.emit("interaction", { kind, outcome: "ignored", milliseconds: 0 });
      return;
    }
    const handling = (
      admission === "admitted" ? dispatch(interaction, routes, services, interactions) : refuse(admission)
    )
      .then(() => "answered" as const)
      .catch((error: unknown) => answerError(interaction, error, routes, log))
      .catch((error: unknown) => logUndelivered(error, log))
      .then((outcome) => {
        telemetry?.emit("interaction", {
          kind,
          outcome,
          milliseconds: performance.now() - heardAt,
        });
        return tellNews(interaction, services);
      })
      // News that Redis cannot tell now comes with the next command.
      .catch((error: unknown) => void (redisProblemOf(error) ?? logUndelivered(error, log)))
      .finally(() => running.delete(handling));
    running.add(handling);
  };
  client.on(Events.InteractionCreate, receive);

  return {
    async close() {
      client.off(Events.InteractionCreate, receive);
      await Promise.race([Promise.all(running), sleep(ANSWERED_WITHIN, undefined, { ref: false })]);
    },
  };
}

/** `close` takes no more interactions and waits for those under way, as long as they can still be answered. */
export type Router = { close(): Promise<void> };

async function refuse(seconds: number): Promise<never> {
  throw new UserError("too-fast", { seconds });
}

function isCostly(interaction: Interaction, { commands }: Routes): boolean {
  if (!interaction.isChatInputCommand()) return false;
  const costly = commands.get(interaction.commandName)?.costly ?? [];
  return costly === true || costly.includes(interaction.options.getSubcommand(false) ?? "");
}

async function dispatch(
  interaction: Interaction,
  routes: Routes,
  services: Services,
  interactions: Interactions,
): Promise<void> {
  if (interaction.isAutocomplete()) {
    return interaction.respond(await complete(routes.commands.get(interaction.commandName), interaction, services));
  }
  if (interaction.isChatInputCommand()) {
    if (routes.once.has(interaction.commandName) && !(await interactions.take(interaction.id))) return;
    return run(known(routes.commands.get(interaction.commandName)), interaction, services);
  }
  if (interaction.isMessageContextMenuCommand()) {
    if (!interaction.inGuild()) throw new UserError("server-only", {});
    return known(routes.messageCommands.get(interaction.commandName)).about(interaction, services);
  }
  const component =
    interaction.isButton() ||
    interaction.isStringSelectMenu() ||
    interaction.isChannelSelectMenu() ||
    interaction.isRoleSelectMenu() ||
    interaction.isModalSubmit();
  if (component) {
    const name = componentName(interaction.customId);
    if (routes.once.has(name) && !(await interactions.take(interaction.id))) return;
    return known(routes.components.get(name)).run(interaction, services);
  }
}

async function run(command: AnyCommand, interaction: ChatInputCommandInteraction, services: Services): Promise<void> {
  if ("anywhere" in command) return command.run(interaction, services);
  if (!interaction.inGuild()) throw new UserError("server-only", {});
  return command.run(interaction, services);
}

async function complete(command: AnyCommand | undefined, interaction: AutocompleteInteraction, services: Services) {
  if (!command?.complete) return [];
  if ("anywhere" in command) return command.complete(interaction, services);
  return interaction.inGuild() ? command.complete(interaction, services) : [];
}

/** What Discord still shows and this version no longer makes. */
function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new UserError("button-outdated", {});
  return value;
}

/** Tells the person what to do next or, where the fault is ours, a reference that stands in the log with its cause. */
async function answerError(
  interaction: Interaction,
  error: unknown,
  routes: Routes,
  log: Logger,
): Promise<"refused" | "failed" | "unreachable"> {
  if (isOver(error)) throw error;
  const again = reopening(interaction, error, routes);
  const problem = redisProblemOf(error);
  const said = text(sentence(interaction, error, problem, log));
  await tell(interaction, { components: again ? [said, row(button(words.question.answerAgain, again))] : [said] });
  if (problem === "unreachable") return problem;
  return error instanceof UserError ? "refused" : "failed";
}

/** The button that opens a modal again when what was typed can't be read: Discord discards it when the modal closes. */
function reopening(interaction: Interaction, error: unknown, { components }: Routes): string | undefined {
  if (!interaction.isModalSubmit() || !(error instanceof UserError) || !RETYPABLE.has(error.code)) return undefined;
  return components.get(componentName(interaction.customId))?.reopen?.(interaction.customId);
}

/** Throws where two features gave the same name to a component: one of them would never hear a click. */
function byName(components: readonly Component[]): ReadonlyMap<string, Component> {
  const named = new Map(components.map((component) => [component.name, component]));
  if (named.size === components.length) return named;
  const [twice] = components.filter((one) => named.get(one.name) !== one);
  throw new Error(`Two components are named ${twice?.name}`);
}

function sentence(interaction: Interaction, error: unknown, problem: RedisProblem | undefined, log: Logger): string {
  if (error instanceof UserError) return words.error(error.code, error.values);
  // Once is enough, and the connection has said it.
  if (problem === "unreachable") return words.databaseUnreachable;

  const reference = randomUUID().slice(0, 8);
  log.error({ reference, err: error, interaction: interaction.id, guild: interaction.guildId }, "Interaction failed");
  return problem === "full" ? words.databaseFull(reference) : words.fault(reference);
}

async function tell(interaction: Interaction, card: Card): Promise<void> {
  if (interaction.isAutocomplete()) return await interaction.respond([]);
  if (!interaction.isRepliable()) return;

  if (interaction.deferred) await interaction.editReply(deferredInto(card));
  else if (interaction.replied) await interaction.followUp(privately(card));
  else await interaction.reply(privately(card));
}

/** What somebody has to be told comes after the answer to a command, and never on a click's way. */
async function tellNews(interaction: Interaction, { reminders }: Services): Promise<void> {
  if (!interaction.isCommand() || !interaction.replied) return;
  const news = privately(note(words.reminder.closed));
  await reminders.tellIfClosed(interaction.user.id, () => interaction.followUp(news));
}

/** Nobody can be told any more: the answer came too late, came twice, or Discord is away. */
function logUndelivered(error: unknown, log: Logger): "late" {
  if (isOver(error)) log.debug({ err: error }, "An interaction was over before its answer");
  else log.warn({ err: error }, "An answer could not be delivered");
  return "late";
}

function isOver(error: unknown): boolean {
  return isAnswered(error) || (error instanceof DiscordAPIError && error.code === UNKNOWN_INTERACTION);
}

import {
  type APIApplicationCommand,
  type APIApplicationCommandInteractionDataOption,
  type APIMessage,
  type APIUser,
  PermissionFlagsBits as Bits,
  ComponentType,
  InteractionContextType,
  InteractionType,
} from "discord-api-types/v10";
import { messageFor } from "../model/messages.ts";
import { channelPermissions, guildPermissions, has, isSilenced } from "../model/permissions.ts";
import { type Channel, GLOBAL, memberOf, type World } from "../model/world.ts";
import type { Services } from "../services.ts";
import { ownersOfCommand } from "./installations.ts";
import type { Interaction, Outcome } from "./interactions.ts";
import { answerModal, type ModalInput } from "./modal-answer.ts";
import { Unsendable } from "./options.ts";
import { resolveOptions, resolveSelected, resolveSubmitted } from "./resolved.ts";

/** What a person may set off, with Discord's refusals where they may not. The page and the tests' actors both come here. */

export type Where = { person: APIUser; channel: Channel; tell(outcome: Outcome): void };

type CommandType = InteractionType.ApplicationCommand | InteractionType.ApplicationCommandAutocomplete;

export function askCommand(
  services: Services,
  { person, channel, tell }: Where,
  type: CommandType,
  command: APIApplicationCommand,
  options: APIApplicationCommandInteractionDataOption[],
): Interaction {
  const { world, interactions } = services;
  refuseStrangers(world, channel, person);
  if (!mayUseCommand(world, channel, person, command))
    throw new Unsendable("You do not have permission to use this command here.");
  const resolved =
    type === InteractionType.ApplicationCommand ? resolveOptions(world, channel, person.id, options) : undefined;
  return interactions.start({ type, command, options, resolved }, person, channel, tell);
}

/** A command chosen in the menu of a message. */
export function askAbout(
  services: Services,
  { person, channel, tell }: Where,
  command: APIApplicationCommand,
  messageId: string,
): Interaction {
  const { world, interactions } = services;
  refuseStrangers(world, channel, person);
  if (!mayUseCommand(world, channel, person, command))
    throw new Unsendable("You do not have permission to use this command here.");
  const target = messageFor(world, messageId, person.id);
  if (target === undefined || target.channel_id !== channel.id)
    throw new Unsendable("This message is gone, or not yours to see.");
  const type = InteractionType.ApplicationCommand;
  return interactions.start({ type, command, options: [], resolved: undefined, target }, person, channel, tell);
}

/** In Discord whoever sees a component may use it, unless they are timed out. */
export function askComponent(
  services: Services,
  { person, channel, tell }: Where,
  messageId: string,
  customId: string,
  values?: string[],
): Interaction {
  const { world, interactions } = services;
  refuseStrangers(world, channel, person);
  const message = messageFor(world, messageId, person.id);
  if (message === undefined || message.channel_id !== channel.id)
    throw new Unsendable("This message is gone, or not yours to see.");
  const component = findComponent(message, customId);
  if (component === undefined) throw new Unsendable(`This message has no component "${customId}".`);
  if (component.disabled === true) throw new Unsendable("This component is disabled.");
  if (component.type !== ComponentType.Button) verifySelection(component, values ?? []);
  const asked = {
    type: InteractionType.MessageComponent,
    message,
    componentType: component.type,
    componentId: component.id ?? 0,
    customId,
    values: component.type === ComponentType.Button ? undefined : (values ?? []),
    resolved: resolveSelected(world, channel, person.id, component.type, values ?? []),
  } as const;
  return interactions.start(asked, person, channel, tell);
}

export function askModal(
  services: Services,
  { person, channel, tell }: Where,
  interactionId: string,
  inputs: readonly ModalInput[],
): Interaction {
  const { world, interactions } = services;
  refuseStrangers(world, channel, person);
  const from = interactions.find(interactionId);
  if (from?.modal === undefined || from.person.id !== person.id) throw new Unsendable("This form is no longer open.");
  const message =
    from.asked.type === InteractionType.MessageComponent
      ? messageFor(world, from.asked.message.id, person.id)
      : undefined;
  const answered = answerModal(from.modal, inputs);
  const resolved = resolveSubmitted(world, channel, person.id, answered);
  const submission = resolved === undefined ? answered : { ...answered, resolved };
  return interactions.start({ type: InteractionType.ModalSubmit, message, from, submission }, person, channel, tell);
}

function refuseStrangers(world: World, channel: Channel, person: APIUser): void {
  if (!world.channels.has(channel.id)) throw new Unsendable("This channel was deleted.");
  if (!has(channelPermissions(world, channel, person.id), Bits.ViewChannel))
    throw new Unsendable("You do not have access to this channel.");
  const member = memberOf(world, channel.guildId, person.id);
  if (member !== undefined && isSilenced(member))
    throw new Unsendable("You do not have permission to do this: you are timed out here.");
}

export function mayUseCommand(
  world: World,
  channel: Channel,
  person: APIUser,
  command: APIApplicationCommand,
): boolean {
  if (Object.keys(ownersOfCommand(world, channel, person, command)).length === 0) return false;
  if (channel.guildId === undefined) return true;
  const held = channelPermissions(world, channel, person.id);
  return has(held, Bits.UseApplicationCommands) && has(held, neededFor(command));
}

/** "0" stands for nobody but administrators, who have everything. */
function neededFor({ default_member_permissions }: APIApplicationCommand): bigint {
  if (default_member_permissions === null) return 0n;
  const bits = BigInt(default_member_permissions);
  return bits === 0n ? Bits.Administrator : bits;
}

/** What a member is offered in a guild, where its own commands hide global ones of the same name, or in direct messages. */
export function commandsFor(world: World, guildId: string, person: APIUser): APIApplicationCommand[] {
  const guild = world.guilds.get(guildId);
  const member = guild?.members.get(person.id);
  if (guild === undefined || member === undefined) return [];
  const held = isSilenced(member) ? 0n : guildPermissions(guild, member);
  return allCommands(world, guildId).filter(
    (command) =>
      command.contexts?.includes(InteractionContextType.BotDM) ||
      (has(held, Bits.UseApplicationCommands) && has(held, neededFor(command))),
  );
}

export function allCommands(world: World, guildId: string | undefined): APIApplicationCommand[] {
  const own = guildId === undefined ? [] : [...(world.commands.get(guildId)?.values() ?? [])];
  const names = new Set(own.map(({ name, type }) => `${type} ${name}`));
  const global = [...(world.commands.get(GLOBAL)?.values() ?? [])].filter(
    ({ name, type }) => !names.has(`${type} ${name}`),
  );
  return [...own, ...global];
}

type Clickable = {
  type: ComponentType;
  id?: number;
  custom_id: string;
  disabled?: boolean;
  min_values?: number;
  max_values?: number;
  options?: { value: string }[];
};

function findComponent(message: APIMessage, customId: string): Clickable | undefined {
  return search(message.components ?? [], customId);
}

function search(parts: readonly object[], customId: string): Clickable | undefined {
  for (const part of parts) {
    if (isClickable(part) && part.custom_id === customId) return part;
    const nested =
      "components" in part && Array.isArray(part.components) ? search(part.components, customId) : undefined;
    if (nested !== undefined) return nested;
    if ("accessory" in part && typeof part.accessory === "object" && part.accessory !== null) {
      const beside = search([part.accessory], customId);
      if (beside !== undefined) return beside;
    }
  }
  return undefined;
}

function isClickable(part: object): part is Clickable {
  return "custom_id" in part && typeof part.custom_id === "string";
}

function verifySelection({ options, min_values = 1, max_values = 1 }: Clickable, values: readonly string[]): void {
  if (values.length < min_values || values.length > max_values)
    throw new Unsendable(`Choose ${min_values} to ${max_values}.`);
  if (new Set(values).size !== values.length) throw new Unsendable("A choice counts once.");
  const unknown = values.find((value) => options !== undefined && !options.some((option) => option.value === value));
  if (unknown !== undefined) throw new Unsendable(`"${unknown}" is not one of the choices.`);
}

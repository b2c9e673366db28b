import {
  type APIApplicationCommand,
  type APIApplicationCommandInteractionDataOption,
  type APIMessage,
  type APIUser,
  PermissionFlagsBits as Bits,
  ComponentType,
  InteractionType,
} from "discord-api-types/v10";
import { channelPermissions, has, isTimedOut } from "../model/permissions.ts";
import { hasMessages, memberOf, messageFor } from "../model/queries.ts";
import type { Channel, ModelView } from "../model/types.ts";
import { mayUseCommand } from "./command-access.ts";
import { findComponent, type ModalInput, submitModal } from "./inputs.ts";
import type { Interactions } from "./interactions.ts";
import { componentReferences, modalReferences, optionReferences, resolve } from "./resolved-data.ts";
import { ClientError, type Outcome } from "./types.ts";

/** Who acts where, and what receives the outcome. */
export type UserContext = { user: APIUser; channel: Channel; report(outcome: Outcome): void };

type CommandType = InteractionType.ApplicationCommand | InteractionType.ApplicationCommandAutocomplete;

export type UserActions = ReturnType<typeof createUserActions>;

/** Everything a user can do to start an interaction. Throws a ClientError where Discord's client would refuse. */
export function createUserActions(view: ModelView, interactions: Pick<Interactions, "start" | "find">) {
  return {
    command(
      { user, channel, report }: UserContext,
      type: CommandType,
      command: APIApplicationCommand,
      options: APIApplicationCommandInteractionDataOption[],
    ) {
      requireAccess(view, channel, user);
      requireCommand(view, channel, user, command);
      const isComplete = type === InteractionType.ApplicationCommand;
      const resolved = isComplete ? resolve(view, channel, user.id, optionReferences(command, options)) : undefined;
      return interactions.start({ type, command, options, resolved }, user, channel, report);
    },
    /** A command from the menu of a message. */
    messageCommand({ user, channel, report }: UserContext, command: APIApplicationCommand, messageId: string) {
      requireAccess(view, channel, user);
      requireCommand(view, channel, user, command);
      const target = visibleMessage(view, channel, user, messageId);
      const type = InteractionType.ApplicationCommand;
      const resolved = { messages: { [messageId]: target } };
      return interactions.start({ type, command, options: [], resolved, target }, user, channel, report);
    },
    /** A command from the menu of a user. */
    userCommand({ user, channel, report }: UserContext, command: APIApplicationCommand, userId: string) {
      requireAccess(view, channel, user);
      requireCommand(view, channel, user, command);
      const type = InteractionType.ApplicationCommand;
      const resolved = resolve(view, channel, user.id, [{ kind: "user", id: userId }]);
      return interactions.start(
        { type, command, options: [], resolved, target: { id: userId } },
        user,
        channel,
        report,
      );
    },
    component({ user, channel, report }: UserContext, messageId: string, customId: string, values: string[] = []) {
      requireAccess(view, channel, user);
      const message = visibleMessage(view, channel, user, messageId);
      const component = findComponent(message, customId, values);
      const { type, id = 0 } = component;
      const request = {
        type: InteractionType.MessageComponent,
        message,
        componentType: type,
        componentId: id,
        customId,
        values: type === ComponentType.Button ? undefined : values,
        resolved: resolve(view, channel, user.id, componentReferences(component, values)),
      } as const;
      return interactions.start(request, user, channel, report);
    },
    submitModal({ user, channel, report }: UserContext, openerId: string, inputs: readonly ModalInput[]) {
      requireAccess(view, channel, user);
      const opener = interactions.find(openerId);
      if (opener?.modal === undefined || opener.user.id !== user.id)
        throw new ClientError("This form is no longer open.");
      const { request } = opener;
      const message =
        request.type === InteractionType.MessageComponent ? messageFor(view, request.message.id, user.id) : undefined;
      const submitted = submitModal(opener.modal, inputs);
      const resolved = resolve(view, channel, user.id, modalReferences(opener.modal, submitted));
      const submission = resolved === undefined ? submitted : { ...submitted, resolved };
      return interactions.start(
        { type: InteractionType.ModalSubmit, message, opener, submission },
        user,
        channel,
        report,
      );
    },
  };
}

function requireAccess(view: ModelView, channel: Channel, user: APIUser): void {
  if (!view.channels.has(channel.id)) throw new ClientError("This channel was deleted.");
  if (!has(channelPermissions(view, channel, user.id), Bits.ViewChannel))
    throw new ClientError("You do not have access to this channel.");
  if (!hasMessages(channel)) throw new ClientError("There are no messages in a channel of this type.");
  const member = memberOf(view, channel.guildId, user.id);
  if (member !== undefined && isTimedOut(view, member))
    throw new ClientError("You do not have permission to do this: you are timed out here.");
}

function requireCommand(view: ModelView, channel: Channel, user: APIUser, command: APIApplicationCommand): void {
  if (!mayUseCommand(view, channel, user, command))
    throw new ClientError("You do not have permission to use this command here.");
}

function visibleMessage(view: ModelView, channel: Channel, user: APIUser, messageId: string): APIMessage {
  const message = messageFor(view, messageId, user.id);
  if (message?.channel_id !== channel.id)
    throw new ClientError("This message was deleted, or only another user sees it.");
  return message;
}

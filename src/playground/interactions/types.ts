import type {
  APIApplicationCommand,
  APIApplicationCommandInteractionDataOption,
  APIApplicationCommandOptionChoice,
  APIAuthorizingIntegrationOwnersMap,
  APIInteractionDataResolved,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIModalSubmission,
  APIUser,
  ComponentType,
  InteractionResponseType,
  InteractionType,
} from "discord-api-types/v10";
import type { Channel } from "../model/types.ts";

/** What a user did. */
export type InteractionRequest =
  | {
      type: InteractionType.ApplicationCommand | InteractionType.ApplicationCommandAutocomplete;
      command: APIApplicationCommand;
      options: APIApplicationCommandInteractionDataOption[];
      resolved: APIInteractionDataResolved | { messages: Record<string, APIMessage> } | undefined;
      /** The message or user that the menu command was used on. */
      target?: { id: string };
    }
  | {
      type: InteractionType.MessageComponent;
      message: APIMessage;
      componentType: ComponentType;
      componentId: number;
      customId: string;
      values: string[] | undefined;
      resolved: APIInteractionDataResolved | undefined;
    }
  | {
      type: InteractionType.ModalSubmit;
      message: APIMessage | undefined;
      /** The interaction that opened the modal. */
      opener: Interaction;
      submission: APIModalSubmission;
    };

/** What the user sees of an interaction, in order. */
export type Outcome =
  /** The bot received it, but shows nothing yet. */
  | { type: "acknowledged" }
  | { type: "thinking"; message: APIMessage; ephemeral: boolean }
  | { type: "message"; message: APIMessage; ephemeral: boolean }
  | { type: "updated"; message: APIMessage }
  | { type: "modal"; interaction: Interaction; modal: APIModalInteractionResponseCallbackData }
  | { type: "choices"; choices: APIApplicationCommandOptionChoice[] }
  | { type: "failed"; text: string };

/** Only this folder changes it. */
export type MutableInteraction = {
  readonly id: string;
  readonly token: string;
  readonly user: APIUser;
  readonly channel: Channel;
  readonly createdAt: number;
  readonly request: InteractionRequest;
  /** The installations that permit it: the guild's ("0"), the user's ("1"), or both. */
  readonly owners: APIAuthorizingIntegrationOwnersMap;
  /** The message with the component that was used, or that opened the modal. */
  readonly sourceMessageId: string | undefined;
  readonly report: (outcome: Outcome) => void;
  /** Set while the interaction can still be acknowledged. */
  deadline: NodeJS.Timeout | undefined;
  acknowledgedWith: InteractionResponseType | undefined;
  /** The message that `@original` refers to. */
  originalId: string | undefined;
  /** Whether the original only says that the bot is thinking. */
  isThinking: boolean;
  /** All messages that this interaction's token may edit. */
  messageIds: string[];
  followUpCount: number;
  modal: APIModalInteractionResponseCallbackData | undefined;
};

export type Interaction = Readonly<MutableInteraction>;

/** An action that Discord's own client wouldn't let the user take. The message is what the client would show. */
export class ClientError extends Error {}

import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  Interaction,
  MessageContextMenuCommandInteraction,
} from "discord.js";
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from "discord-api-types/v10";
import { UserError } from "../../text/user-errors.ts";
import type { Component, InGuild } from "./component-handler.ts";
import { installedGuildOf, requireInstalled } from "./interaction.ts";
import { type Choice, declareOptions, discordName, type Options, readOptions, type Values } from "./options.ts";

export type GuildCommand = ChatInputCommandInteraction<InGuild>;
export type GuildMessageCommand = MessageContextMenuCommandInteraction<InGuild>;

/** A slash command with its subcommands and components. */
export type Command<Services> = {
  readonly declaration: RESTPostAPIChatInputApplicationCommandsJSONBody;
  readonly exclusive: boolean;
  isCostly(subcommand: string | null): boolean;
  run(interaction: ChatInputCommandInteraction, services: Services): Promise<void>;
  complete(interaction: AutocompleteInteraction, services: Services): Promise<Choice[]>;
  readonly components: readonly Component<Services>[];
};

/** A command in the menu of a message. */
export type MessageCommand<Services> = {
  readonly declaration: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  run(interaction: MessageContextMenuCommandInteraction, services: Services): Promise<void>;
};

type Action<Caller, Declared extends Options<Services>, Services> = {
  description: string;
  /** Renders pictures, or reads or writes entire files, so it has a stricter rate limit. */
  costly?: boolean;
  options?: Declared;
  run(interaction: Caller, options: Values<Declared>, services: Services): Promise<unknown>;
};

/** A subcommand, or a command without subcommands. Reads its own options. */
type Runnable<Caller, Services> = {
  description: string;
  costly: boolean;
  options: Options<Services>;
  run(interaction: Caller, services: Services): Promise<unknown>;
};

type Head<Services> = {
  name: string;
  description: string;
  /**
   * Ensures that only one process runs an interaction that several received. Costs a round trip. Idempotent commands
   * and components don't need it, because the interaction's id identifies what they start.
   */
  exclusive?: true;
  /** Runs before the command, its autocomplete and its components. Throws a UserError to reject the interaction. */
  guard?(interaction: Interaction, services: Services): Promise<void>;
  defaultMemberPermissions?: bigint;
  components?: readonly Component<Services>[];
};
type Definition<Caller, Declared extends Options<Services>, Services> = Head<Services> &
  (Action<Caller, Declared, Services> | { subcommands: Readonly<Record<string, Runnable<Caller, Services>>> });

/** Where a command can be used. */
type Place<Caller> = {
  declaration: Pick<RESTPostAPIChatInputApplicationCommandsJSONBody, "contexts" | "integration_types">;
  isGuild: boolean;
  narrow(interaction: ChatInputCommandInteraction): Caller;
};

const GUILD: Place<GuildCommand> = {
  // Without integration types, Discord would also offer the command where only a user has installed the app.
  declaration: {
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  },
  isGuild: true,
  narrow(interaction) {
    requireInstalled(interaction);
    if (!interaction.inGuild()) throw new UserError("server-only", {});
    return interaction;
  },
};

/** In servers, in direct messages, and wherever learners who installed the app use it. */
const ANYWHERE: Place<ChatInputCommandInteraction> = {
  declaration: {
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
    integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  },
  isGuild: false,
  narrow: (interaction) => interaction,
};

/**
 * Functions that define commands for an app's services. Guild commands work only in guilds, learner commands anywhere.
 */
export function commandKit<Services>() {
  return {
    guildCommand: commandsOf<GuildCommand, Services>(GUILD),
    guildSubcommand: subcommandsOf<GuildCommand, Services>(),
    learnerCommand: commandsOf<ChatInputCommandInteraction, Services>(ANYWHERE),
    learnerSubcommand: subcommandsOf<ChatInputCommandInteraction, Services>(),

    guildMessageCommand: (
      name: string,
      run: (interaction: GuildMessageCommand, services: Services) => Promise<unknown>,
    ): MessageCommand<Services> => ({
      declaration: { type: ApplicationCommandType.Message, name, ...GUILD.declaration },
      async run(interaction, services) {
        requireInstalled(interaction);
        if (!interaction.inGuild()) throw new UserError("server-only", {});
        await run(interaction, services);
      },
    }),
  };
}

function subcommandsOf<Caller extends ChatInputCommandInteraction, Services>() {
  return <Declared extends Options<Services> = Record<never, never>>({
    description,
    costly = false,
    options,
    run,
  }: Action<Caller, Declared, Services>): Runnable<Caller, Services> => ({
    description,
    costly,
    options: options ?? {},
    run: (interaction, services) => run(interaction, readOptions(options, interaction.options), services),
  });
}

function commandsOf<Caller extends ChatInputCommandInteraction, Services>(place: Place<Caller>) {
  const runnable = subcommandsOf<Caller, Services>();

  return <Declared extends Options<Services> = Record<never, never>>(
    definition: Definition<Caller, Declared, Services>,
  ): Command<Services> => {
    const { name, description, exclusive = false, guard, components = [] } = definition;
    const only = "run" in definition ? runnable(definition) : undefined;
    const subcommands = new Map(Object.entries("run" in definition ? {} : definition.subcommands));
    const find = (subcommand: string | null) => (subcommand === null ? only : subcommands.get(subcommand));

    return {
      declaration: {
        type: ApplicationCommandType.ChatInput,
        name,
        description,
        ...place.declaration,
        ...permissionsOf(definition),
        options: only ? declareOptions(only.options) : [...subcommands].map(declareSubcommand),
      },
      exclusive,
      isCostly: (subcommand) => find(subcommand)?.costly ?? false,

      async run(interaction, services) {
        const caller = place.narrow(interaction);
        await guard?.(interaction, services);
        const found = find(interaction.options.getSubcommand(false));
        if (!found) throw new UserError("command-outdated", {});
        await found.run(caller, services);
      },

      async complete(interaction, services) {
        if (place.isGuild && installedGuildOf(interaction) === undefined) return [];
        await guard?.(interaction, services);
        const found = find(interaction.options.getSubcommand(false));
        const focused = interaction.options.getFocused(true);
        const [, option] =
          Object.entries(found?.options ?? {}).find(([key]) => discordName(key) === focused.name) ?? [];
        return (await option?.suggest?.(focused.value, interaction, services)) ?? [];
      },

      components: guard ? components.map((component) => guarded(component, guard)) : components,
    };
  };
}

function declareSubcommand([name, { description, options }]: [string, Runnable<never, never>]) {
  const type = ApplicationCommandOptionType.Subcommand as const;
  return { type, name, description, options: declareOptions(options) };
}

function permissionsOf({ defaultMemberPermissions }: Head<never>) {
  return defaultMemberPermissions === undefined ? {} : { default_member_permissions: String(defaultMemberPermissions) };
}

function guarded<Services>(
  component: Component<Services>,
  guard: NonNullable<Head<Services>["guard"]>,
): Component<Services> {
  return {
    ...component,
    async run(interaction, services) {
      await guard(interaction, services);
      await component.run(interaction, services);
    },
  };
}

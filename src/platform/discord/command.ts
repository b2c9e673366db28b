import type {
  ApplicationCommandOptionChoiceData,
  AutocompleteInteraction,
  ButtonInteraction,
  CacheType,
  ChannelSelectMenuInteraction,
  ChatInputCommandInteraction,
  MessageComponentInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
  RoleSelectMenuInteraction,
  StringSelectMenuInteraction,
} from "discord.js";
import type { Audit } from "../../features/audit-log/service.ts";
import type { Boards } from "../../features/boards/service.ts";
import type { Careers } from "../../features/career/service.ts";
import type { DailyService } from "../../features/daily/service.ts";
import type { ExamService } from "../../features/exams/index.ts";
import type { Imports } from "../../features/imports/service.ts";
import type { HealthService } from "../../features/item-analysis/service.ts";
import type { LiveQuizService } from "../../features/live-quiz/index.ts";
import type { Privacy } from "../../features/privacy/service.ts";
import type { Pictures } from "../../features/profile/pictures.ts";
import type { Profiles } from "../../features/profile/service.ts";
import type { Banks } from "../../features/questions/ports.ts";
import type { QuizChoice } from "../../features/quiz/choice-service.ts";
import type { Quizzes } from "../../features/quiz/service.ts";
import type { Reminders } from "../../features/reminders/service.ts";
import type { Review } from "../../features/review/service.ts";
import type { Desk } from "../../features/review-queue/service.ts";
import type { ScheduleService } from "../../features/schedules/service.ts";
import type { Seasons } from "../../features/seasons/service.ts";
import type { SettingsStore } from "../../features/settings/ports.ts";
import type { Configuration } from "../../features/settings/service.ts";
import type { Suggestions } from "../../features/suggestions/service.ts";
import { UserError } from "../../text/user-errors.ts";
import type { ComponentId } from "./component-id.ts";

/** What commands may use. */
export type Services = {
  daily: DailyService;
  schedules: ScheduleService;
  boards: Boards;
  banks: Banks;
  suggestions: Suggestions;
  desk: Desk;
  imports: Imports;
  careers: Careers;
  profiles: Profiles;
  pictures: Pictures;
  exams: ExamService;
  quizzes: Quizzes;
  liveQuizzes: LiveQuizService;
  choice: QuizChoice;
  review: Review;
  privacy: Privacy;
  health: HealthService;
  reminders: Reminders;
  settings: SettingsStore;
  audit: Audit;
  seasons: Seasons;
  configuration: Configuration;
};

/** Somewhere in a guild: its id is known. */
type InGuild = Exclude<CacheType, undefined>;
export type GuildCommand = ChatInputCommandInteraction<InGuild>;
export type GuildMessageCommand = MessageContextMenuCommandInteraction<InGuild>;
export type GuildAutocomplete = AutocompleteInteraction<InGuild>;
export type GuildButton = ButtonInteraction<InGuild>;
export type GuildSelect = StringSelectMenuInteraction<InGuild>;
export type GuildChannels = ChannelSelectMenuInteraction<InGuild>;
export type GuildRoles = RoleSelectMenuInteraction<InGuild>;
export type GuildModal = ModalSubmitInteraction<InGuild>;
export type GuildComponent = GuildButton | GuildSelect | GuildModal;

type Declaration = { readonly name: string; toJSON(): RESTPostAPIChatInputApplicationCommandsJSONBody };

/** A slash command: its declaration, what it does, and what its buttons, selects and modals do. */
export type Command = {
  data: Declaration;
  /**
   * It changes something each time it runs, so of several processes that hear an interaction only one may act on it,
   * for one more round trip. Not so for what is told twice as it is told once: a script decides it, and what it begins
   * is named by its interaction (`nameOf`). Quizzes, exams and the answers to the daily question are such.
   */
  once?: true;
  /** It draws, or reads or writes whole files, so it may be used less often: all of it, or these of its subcommands. */
  costly?: true | readonly string[];
  run(interaction: GuildCommand, services: Services): Promise<void>;
  complete?(interaction: GuildAutocomplete, services: Services): Promise<ApplicationCommandOptionChoiceData[]>;
  components?: readonly Component[];
};

/** A command of a learner's own, which also works in direct messages and where only the learner installed the bot. */
export type AnywhereCommand = Pick<Command, "data" | "once" | "costly" | "components"> & {
  anywhere: true;
  run(interaction: ChatInputCommandInteraction, services: Services): Promise<void>;
  complete?(interaction: AutocompleteInteraction, services: Services): Promise<ApplicationCommandOptionChoiceData[]>;
};

export type AnyCommand = Command | AnywhereCommand;

/** A command in the menu of a message. */
export type MessageCommand = {
  data: { readonly name: string; toJSON(): RESTPostAPIContextMenuApplicationCommandsJSONBody };
  about(interaction: GuildMessageCommand, services: Services): Promise<void>;
};

export type AnyComponent = ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction;
export type AnyPart = AnyComponent | ChannelSelectMenuInteraction | RoleSelectMenuInteraction;

/** Handles one component. */
export type Component = {
  name: string;
  run(interaction: AnyPart, services: Services): Promise<void>;
  /** The custom id of the button that opens this modal again. */
  reopen?(customId: string): string | undefined;
};

type Handler<Interaction, Parts> = (interaction: Interaction, parts: Parts, services: Services) => Promise<void>;
type Part = string | number;

export function onButton<Parts extends readonly Part[]>(
  id: ComponentId<Parts>,
  handle: Handler<GuildButton, Parts>,
): Component {
  return onAnyButton(id, (interaction, ...rest) => {
    if (!interaction.inGuild()) throw new UserError("server-only", {});
    return handle(interaction, ...rest);
  });
}

export function onSelect<Parts extends readonly Part[]>(
  id: ComponentId<Parts>,
  handle: Handler<GuildSelect, Parts>,
): Component {
  return onAnySelect(id, (interaction, ...rest) => {
    if (!interaction.inGuild()) throw new UserError("server-only", {});
    return handle(interaction, ...rest);
  });
}

/** A select of channels. */
export function onChannels<Parts extends readonly Part[]>(
  id: ComponentId<Parts>,
  handle: Handler<GuildChannels, Parts>,
): Component {
  const narrow = (interaction: AnyPart) =>
    interaction.isChannelSelectMenu() && interaction.inGuild() ? interaction : undefined;
  return component(id, narrow, handle);
}

/** A select of roles. */
export function onRoles<Parts extends readonly Part[]>(
  id: ComponentId<Parts>,
  handle: Handler<GuildRoles, Parts>,
): Component {
  const narrow = (interaction: AnyPart) =>
    interaction.isRoleSelectMenu() && interaction.inGuild() ? interaction : undefined;
  return component(id, narrow, handle);
}

/** `reopenedBy`: the button that opens the modal, offered again when what was typed can't be read. */
export function onModal<Parts extends readonly Part[]>(
  id: ComponentId<Parts>,
  handle: Handler<GuildModal, Parts>,
  reopenedBy?: ComponentId<Parts>,
): Component {
  const inGuild: Handler<ModalSubmitInteraction, Parts> = (interaction, ...rest) => {
    if (!interaction.inGuild()) throw new UserError("server-only", {});
    return handle(interaction, ...rest);
  };
  return onAnyModal(id, inGuild, reopenedBy);
}

export function onAnyButton<Parts extends readonly Part[]>(
  id: ComponentId<Parts>,
  handle: Handler<ButtonInteraction, Parts>,
): Component {
  return component(id, (interaction) => (interaction.isButton() ? interaction : undefined), handle);
}

export function onAnySelect<Parts extends readonly Part[]>(
  id: ComponentId<Parts>,
  handle: Handler<StringSelectMenuInteraction, Parts>,
): Component {
  return component(id, (interaction) => (interaction.isStringSelectMenu() ? interaction : undefined), handle);
}

export function onAnyModal<Parts extends readonly Part[]>(
  id: ComponentId<Parts>,
  handle: Handler<ModalSubmitInteraction, Parts>,
  reopenedBy?: ComponentId<Parts>,
): Component {
  return {
    ...component(id, (interaction) => (interaction.isModalSubmit() ? interaction : undefined), handle),
    reopen(customId) {
      const parts = id.parse(customId);
      return parts && reopenedBy?.encode(...parts);
    },
  };
}

function component<Interaction extends AnyPart, Parts extends readonly Part[]>(
  id: ComponentId<Parts>,
  narrow: (interaction: AnyPart) => Interaction | undefined,
  handle: Handler<Interaction, Parts>,
): Component {
  return {
    name: id.name,
    async run(interaction, services) {
      const narrowed = narrow(interaction);
      const parts = id.parse(interaction.customId);
      if (!narrowed || !parts) throw new UserError("button-outdated", {});
      await handle(narrowed, parts, services);
    },
  };
}

/** Is the message this was clicked on one that only the clicker sees? */
export function onPrivateMessage({ message }: Pick<MessageComponentInteraction, "message">): boolean {
  return message.flags.has("Ephemeral");
}

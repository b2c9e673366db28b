import type {
  ButtonInteraction,
  CacheType,
  ChannelSelectMenuInteraction,
  MessageComponentInteraction,
  ModalSubmitInteraction,
  RoleSelectMenuInteraction,
  StringSelectMenuInteraction,
} from "discord.js";
import type { z } from "zod";
import { UserError } from "../../text/user-errors.ts";
import type { ComponentId, Part } from "./component-id.ts";

/** In a guild, whose id is known. */
export type InGuild = Exclude<CacheType, undefined>;
export type GuildButton = ButtonInteraction<InGuild>;
export type GuildSelect = StringSelectMenuInteraction<InGuild>;
export type GuildChannelSelect = ChannelSelectMenuInteraction<InGuild>;
export type GuildRoleSelect = RoleSelectMenuInteraction<InGuild>;
export type GuildModal = ModalSubmitInteraction<InGuild>;

/** A click on a button or text select, or a submitted modal. */
export type Click = ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction;
export type GuildClick = GuildButton | GuildSelect | GuildModal;
export type ComponentInteraction = Click | ChannelSelectMenuInteraction | RoleSelectMenuInteraction;

/** Handles the interactions with one kind of component. */
export type Component<Services> = {
  readonly name: string;
  run(interaction: ComponentInteraction, services: Services): Promise<void>;
  /** The custom id of the button that opens this modal again. */
  reopen?(customId: string): string | undefined;
};

type Handler<Interaction, Parts, Services> = (
  interaction: Interaction,
  parts: Parts,
  services: Services,
) => Promise<unknown>;

/** Handlers of components, for an app's services. Those of a guild refuse interactions in direct messages. */
export function componentKit<Services>() {
  function on<Interaction>(narrow: (interaction: ComponentInteraction) => Interaction | undefined) {
    return <Parts extends readonly Part[]>(
      id: ComponentId<Parts>,
      handle: Handler<Interaction, Parts, Services>,
    ): Component<Services> => ({
      name: id.name,
      async run(interaction, services) {
        const narrowed = narrow(interaction);
        const parts = id.parse(interaction.customId);
        if (!narrowed || !parts) throw new UserError("button-outdated", {});
        await handle(narrowed, parts, services);
      },
    });
  }

  /** `reopenedBy` opens the modal: it is offered again where what was typed can't be read. */
  function onForm<Interaction>(narrow: (interaction: ComponentInteraction) => Interaction | undefined) {
    return <Parts extends readonly Part[]>(
      id: ComponentId<Parts>,
      handle: Handler<Interaction, Parts, Services>,
      reopenedBy?: ComponentId<Parts>,
    ): Component<Services> => ({
      ...on(narrow)(id, handle),
      reopen(customId) {
        const parts = id.parse(customId);
        return parts && reopenedBy?.encode(...parts);
      },
    });
  }

  return {
    onButton: on((interaction) => (interaction.isButton() ? interaction : undefined)),
    onSelect: on((interaction) => (interaction.isStringSelectMenu() ? interaction : undefined)),
    onModal: onForm((interaction) => (interaction.isModalSubmit() ? interaction : undefined)),

    onGuildButton: on((interaction): GuildButton | undefined => {
      if (!interaction.isButton()) return undefined;
      if (!interaction.inGuild()) throw new UserError("server-only", {});
      return interaction;
    }),
    onGuildSelect: on((interaction): GuildSelect | undefined => {
      if (!interaction.isStringSelectMenu()) return undefined;
      if (!interaction.inGuild()) throw new UserError("server-only", {});
      return interaction;
    }),
    onGuildModal: onForm((interaction): GuildModal | undefined => {
      if (!interaction.isModalSubmit()) return undefined;
      if (!interaction.inGuild()) throw new UserError("server-only", {});
      return interaction;
    }),
    onGuildChannelSelect: on((interaction): GuildChannelSelect | undefined =>
      interaction.isChannelSelectMenu() && interaction.inGuild() ? interaction : undefined,
    ),
    onGuildRoleSelect: on((interaction): GuildRoleSelect | undefined =>
      interaction.isRoleSelectMenu() && interaction.inGuild() ? interaction : undefined,
    ),
  };
}

/** Whether only the clicker sees the message. */
export function isEphemeral({ message }: Pick<MessageComponentInteraction, "message">): boolean {
  return message.flags.has("Ephemeral");
}

/** Reads what was selected. Any other value was forged, or comes from a message of another version. */
export function parseSelected<Value>(schema: z.ZodType<Value>, selected: unknown): Value {
  const parsed = schema.safeParse(selected);
  if (!parsed.success) throw new UserError("button-outdated", {});
  return parsed.data;
}

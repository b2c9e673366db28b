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
import { requireInstalled } from "./interaction.ts";

/** Narrows an interaction to one in a guild, so its guild id is known. */
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

/** Handles interactions with one kind of component. */
export type Component<Services> = {
  readonly name: string;
  readonly costly: boolean;
  run(interaction: ComponentInteraction, services: Services): Promise<void>;
  /** The custom id of the button that opens this modal again. */
  reopen(customId: string): string | undefined;
};

type Handler<Interaction, Parts, Services> = (
  interaction: Interaction,
  parts: Parts,
  services: Services,
) => Promise<unknown>;
type Narrow<Interaction> = (interaction: ComponentInteraction) => Interaction | false;

/**
 * Functions that define component handlers for an app's services. Guild handlers reject interactions outside of guilds.
 */
export function componentKit<Services>() {
  const anywhere = <Interaction>(narrow: Narrow<Interaction>) => handlerOf<Interaction, Services>(narrow, false);
  const inGuild = <Interaction>(narrow: Narrow<Interaction>) => handlerOf<Interaction, Services>(narrow, true);
  return {
    onButton: anywhere((one) => one.isButton() && one),
    onSelect: anywhere((one) => one.isStringSelectMenu() && one),
    onModal: anywhere((one) => one.isModalSubmit() && one),
    onGuildButton: inGuild((one): GuildButton | false => one.isButton() && one.inGuild() && one),
    onGuildSelect: inGuild((one): GuildSelect | false => one.isStringSelectMenu() && one.inGuild() && one),
    onGuildModal: inGuild((one): GuildModal | false => one.isModalSubmit() && one.inGuild() && one),
    onGuildChannelSelect: inGuild(
      (one): GuildChannelSelect | false => one.isChannelSelectMenu() && one.inGuild() && one,
    ),
    onGuildRoleSelect: inGuild((one): GuildRoleSelect | false => one.isRoleSelectMenu() && one.inGuild() && one),
  };
}

function handlerOf<Interaction, Services>(narrow: Narrow<Interaction>, isGuildOnly: boolean) {
  /** `reopenedBy` is the button that opens this modal. It's shown again if the submitted text can't be used. */
  return <Parts extends readonly Part[]>(
    id: ComponentId<Parts>,
    handle: Handler<Interaction, Parts, Services>,
    reopenedBy?: ComponentId<Parts>,
  ): Component<Services> => ({
    name: id.name,
    costly: id.costly,

    async run(interaction, services) {
      if (isGuildOnly) requireInstalled(interaction);
      const narrowed = narrow(interaction);
      const parts = id.parse(interaction.customId);
      if (!narrowed || !parts) throw new UserError("button-outdated", {});
      await handle(narrowed, parts, services);
    },

    reopen(customId) {
      const parts = id.parse(customId);
      return parts && reopenedBy?.encode(...parts);
    },
  });
}

/** Whether only the member who clicked can see the message. */
export function isEphemeral({ message }: Pick<MessageComponentInteraction, "message">): boolean {
  return message.flags.has("Ephemeral");
}

/** Parses a selected value. Throws a UserError if it was forged or belongs to another version of the message. */
export function parseSelected<Value>(schema: z.ZodType<Value>, selected: unknown): Value {
  const parsed = schema.safeParse(selected);
  if (!parsed.success) throw new UserError("button-outdated", {});
  return parsed.data;
}

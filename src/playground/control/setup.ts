import { type APIUser, OverwriteType } from "discord-api-types/v10";
import { HOME } from "../demo/seed.ts";
import type { Model } from "../model/model.ts";
import { memberOf } from "../model/queries.ts";
import type { Channel, Guild } from "../model/types.ts";
import { type AddedGuild, type AddGuildOptions, planGuild } from "./guild-plan.ts";

export type Setup = ReturnType<typeof createSetup>;

/** What a test changes while the bot runs. */
export function createSetup(model: Model) {
  const { view, guilds, channels } = model;
  const channelAt = (id: string): Channel => view.channels.get(id) ?? fail(`No channel ${id}`);
  const removed = new Map<string, Guild>();
  const userAt = (id: string): APIUser => view.users.get(id) ?? fail(`No user ${id}`);
  return {
    addGuild(options: AddGuildOptions = {}): AddedGuild {
      const { guild, added } = planGuild(model, options);
      guilds.add(guild);
      return added;
    },
    /** Removes a guild, as when the bot is kicked. */
    removeGuild(guildId: string) {
      const guild = view.guilds.get(guildId);
      if (guild !== undefined) removed.set(guildId, guild);
      guilds.remove(guildId);
    },
    /** Adds a removed guild again, as when the bot is invited again. */
    restoreGuild: (guildId: string) => guilds.add(removed.get(guildId) ?? fail(`Guild ${guildId} wasn't removed`)),
    /** Adds members to the home guild; pages show their names after a reload. */
    addMembers(names: readonly string[]) {
      const members = names.map((name) => ({ id: model.newId(), name }));
      guilds.addMembers(HOME.id, members);
      return members;
    },
    deleteChannel: (channelId: string) => channels.delete(channelAt(channelId)),
    /** Replaces the bot's own overwrite in a channel. */
    setBotPermissions(channelId: string, { allow = 0n, deny = 0n }: { allow?: bigint; deny?: bigint }) {
      channels.setOverwrite(channelAt(channelId), { id: view.bot.id, type: OverwriteType.Member, allow, deny });
    },
    /** Replaces the permissions of the bot's role in a guild. */
    setBotRole(guildId: string, permissions: bigint) {
      const roles = [...(view.guilds.get(guildId)?.roles.values() ?? [])];
      const role = roles.find(({ botId }) => botId === view.bot.id) ?? fail(`No bot role in guild ${guildId}`);
      guilds.updateRole(guildId, role.id, { permissions });
    },
    /** Gives or takes away the moderator role of the home guild. */
    setModerator(userId: string, isModerator: boolean) {
      const { moderators } = HOME.roles;
      const others = (memberOf(view, HOME.id, userId)?.roles ?? []).filter((id) => id !== moderators);
      guilds.setMemberRoles(HOME.id, userId, isModerator ? [...others, moderators] : others);
    },
    /** Whether a user accepts direct messages from the bot; otherwise sending fails with 50007. */
    setDirectMessages: model.users.setDirectMessages,
    /** The id of the direct message channel between the bot and a user. */
    directChannel: (userId: string) => channels.openDirect(userAt(userId)).id,
    /** Adds a private channel of users without the bot; returns its id. */
    addPrivateChannel: (userIds: readonly string[]) => channels.addPrivate(userIds.map(userAt)).id,
    /** Whether a user has installed the bot, which they can then use where it isn't a member. */
    setUserInstall: model.users.setInstalled,
    /** The language of a user's client, which interactions carry. */
    setLocale: model.users.setLocale,
    /** Whether everyone may mention a role, or only those who may mention @everyone. */
    setMentionable: (guildId: string, roleId: string, mentionable: boolean) =>
      guilds.updateRole(guildId, roleId, { mentionable }),
  };
}

function fail(message: string): never {
  throw new Error(message);
}

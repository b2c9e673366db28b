import { type APIUser, OverwriteType } from "discord-api-types/v10";
import { HOME } from "../demo/seed.ts";
import type { Model } from "../model/model.ts";
import { memberOf } from "../model/queries.ts";
import type { Channel } from "../model/types.ts";
import { type AddedGuild, type AddGuildOptions, planGuild } from "./guild-plan.ts";

/** What a test changes while the bot runs. */
export type Setup = {
  addGuild(options?: AddGuildOptions): AddedGuild;
  /** Removes a guild, as when the bot is kicked. */
  removeGuild(guildId: string): void;
  /** Adds members to the home guild; pages show their names after a reload. */
  addMembers(names: readonly string[]): { id: string; name: string }[];
  deleteChannel(channelId: string): void;
  /** Replaces the bot's own overwrite in a channel. */
  setBotPermissions(channelId: string, overwrite: { allow?: bigint; deny?: bigint }): void;
  /** Replaces the permissions of the bot's role in a guild. */
  setBotRole(guildId: string, permissions: bigint): void;
  /** Gives the moderator role of the home guild, or takes it away. */
  setModerator(userId: string, isModerator: boolean): void;
  /** Whether a user accepts direct messages from the bot; otherwise sending fails with 50007. */
  setDirectMessages(userId: string, are: "open" | "closed"): void;
  /** The id of the direct message channel between the bot and a user. */
  directChannel(userId: string): string;
  /** Adds a private channel of users without the bot; returns its id. */
  addPrivateChannel(userIds: readonly string[]): string;
  /** Whether a user has installed the bot, which they can then use where it isn't a member. */
  setUserInstall(userId: string, isInstalled: boolean): void;
};

export function createSetup(model: Model): Setup {
  const { view, guilds, channels } = model;
  const channelAt = (id: string): Channel => view.channels.get(id) ?? fail(`No channel ${id}`);
  const userAt = (id: string): APIUser => view.users.get(id) ?? fail(`No user ${id}`);
  return {
    addGuild(options = {}) {
      const { guild, added } = planGuild(model, options);
      guilds.add(guild);
      return added;
    },
    removeGuild: guilds.remove,
    addMembers(names) {
      const members = names.map((name) => ({ id: model.newId(), name }));
      guilds.addMembers(HOME.id, members);
      return members;
    },
    deleteChannel: (channelId) => channels.delete(channelAt(channelId)),
    setBotPermissions(channelId, { allow = 0n, deny = 0n }) {
      channels.setOverwrite(channelAt(channelId), { id: view.bot.id, type: OverwriteType.Member, allow, deny });
    },
    setBotRole(guildId, permissions) {
      const roles = [...(view.guilds.get(guildId)?.roles.values() ?? [])];
      const role = roles.find(({ botId }) => botId === view.bot.id) ?? fail(`No bot role in guild ${guildId}`);
      guilds.setRolePermissions(guildId, role.id, permissions);
    },
    setModerator(userId, isModerator) {
      const { moderators } = HOME.roles;
      const others = (memberOf(view, HOME.id, userId)?.roles ?? []).filter((id) => id !== moderators);
      guilds.setMemberRoles(HOME.id, userId, isModerator ? [...others, moderators] : others);
    },
    setDirectMessages: model.users.setDirectMessages,
    directChannel: (userId) => channels.openDirect(userAt(userId)).id,
    addPrivateChannel: (userIds) => channels.addPrivate(userIds.map(userAt)).id,
    setUserInstall: model.users.setInstalled,
  };
}

function fail(message: string): never {
  throw new Error(message);
}

import type { World } from "../model/world.ts";
import {
  type AddedGuild,
  type AddGuildOptions,
  addGuild,
  addMembers,
  directChannel,
  privateChannel,
  removeChannel,
  removeGuild,
  setBotPermissions,
  setBotRole,
  setDirectMessages,
  setModerator,
  setUserInstall,
} from "./arrange.ts";

/** What a test arranges while the bot runs. */
export type Arrangements = {
  addGuild(options?: AddGuildOptions): AddedGuild;
  removeGuild(guildId: string): void;
  /** Members of the home guild beside its five people; a page opened later knows their names. */
  addMembers(names: readonly string[]): { id: string; name: string }[];
  deleteChannel(channelId: string): void;
  /** Sets the bot's own overwrite in one channel: these bits allowed, these denied. */
  setBotPermissions(channelId: string, overwrite: { allow?: bigint; deny?: bigint }): void;
  /** Sets what the bot's role gives it in a whole guild. */
  setBotRole(guildId: string, permissions: bigint): void;
  /** Makes a member of the home guild a moderator, or no longer one. */
  setModerator(userId: string, isModerator: boolean): void;
  /** Closes a person's direct messages to the bot (50007), or opens them again. */
  setDirectMessages(userId: string, are: "open" | "closed"): void;
  /** The channel of direct messages between the bot and a person; its id. */
  directChannel(userId: string): string;
  /** A private channel among people, without the bot; its id. */
  addPrivateChannel(userIds: readonly string[]): string;
  /** Installs the bot for one person, or takes that back: they may then use it where it is not. */
  setUserInstall(userId: string, isInstalled: boolean): void;
};

export function arrangements(world: World): Arrangements {
  return {
    addGuild: (plan = {}) => addGuild(world, plan),
    removeGuild: (guildId) => removeGuild(world, guildId),
    addMembers: (names) => addMembers(world, names),
    deleteChannel: (channelId) => removeChannel(world, channelId),
    setBotPermissions: (channelId, overwrite) => setBotPermissions(world, channelId, overwrite),
    setBotRole: (guildId, permissions) => setBotRole(world, guildId, permissions),
    setModerator: (userId, isModerator) => setModerator(world, userId, isModerator),
    setDirectMessages: (userId, are) => setDirectMessages(world, userId, are),
    directChannel: (userId) => directChannel(world, userId),
    addPrivateChannel: (userIds) => privateChannel(world, userIds),
    setUserInstall: (userId, isInstalled) => setUserInstall(world, userId, isInstalled),
  };
}

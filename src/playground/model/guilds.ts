import { apiUser } from "./json.ts";
import type { State } from "./state.ts";
import type { Guild, Role } from "./types.ts";

type NewMember = { id: string; name: string };

export type GuildOperations = ReturnType<typeof createGuildOperations>;

export function createGuildOperations(state: State) {
  const { guilds, channels, users, events } = state;
  const guildAt = (guildId: string) => {
    const guild = guilds.get(guildId);
    if (guild === undefined) throw new Error(`No guild ${guildId}`);
    return guild;
  };
  return {
    /** Adds a guild with its channels and members. */
    add(plan: Guild) {
      const guild = {
        ...plan,
        roles: new Map(plan.roles),
        channels: new Map(plan.channels),
        threads: new Map(plan.threads),
        members: new Map(plan.members),
      };
      guilds.set(guild.id, guild);
      for (const channel of guild.channels.values()) channels.set(channel.id, channel);
      for (const { user } of guild.members.values()) users.set(user.id, user);
      events.emit({ type: "guild", change: "created", guild });
    },
    /** Removes a guild, as when the bot is kicked. */
    remove(guildId: string) {
      const guild = guildAt(guildId);
      guilds.delete(guildId);
      for (const id of [...guild.channels.keys(), ...guild.threads.keys()]) channels.delete(id);
      events.emit({ type: "guild", change: "deleted", guild });
    },
    updateRole(guildId: string, roleId: string, changes: Partial<Role>) {
      const guild = guildAt(guildId);
      const known = guild.roles.get(roleId);
      if (known === undefined) throw new Error(`No role ${roleId}`);
      const role = { ...known, ...changes };
      guild.roles.set(roleId, role);
      events.emit({ type: "role", guild, role });
    },
    /** Adds users who aren't members yet. */
    addMembers(guildId: string, newMembers: readonly NewMember[]) {
      const { members } = guildAt(guildId);
      const joinedAt = new Date(state.clock.now()).toISOString();
      for (const { id, name } of newMembers.filter(({ id }) => !members.has(id))) {
        const user = apiUser({ id, name });
        users.set(id, user);
        members.set(id, { user, roles: [], joinedAt, timedOutUntil: null });
      }
    },
    setMemberRoles(guildId: string, userId: string, roles: readonly string[]) {
      const { members } = guildAt(guildId);
      const member = members.get(userId);
      if (member === undefined) throw new Error(`No member ${userId}`);
      members.set(userId, { ...member, roles });
    },
  };
}

/** A role without permissions; the defaults are those of a new role. */
export function role(id: string, name: string, more: Partial<Role>): Role {
  return { id, name, color: 0, position: 0, permissions: 0n, mentionable: false, ...more };
}

import type { APIUser } from "discord-api-types/v10";
import { apiUser } from "./json.ts";
import type { State } from "./state.ts";
import type { Guild, Member, Role } from "./types.ts";

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
    /** Adds a guild with its channels, threads and members. */
    add(plan: Guild) {
      const guild = {
        ...plan,
        roles: new Map(plan.roles),
        channels: new Map(plan.channels),
        threads: new Map(plan.threads),
        members: new Map(plan.members),
        bans: new Map(plan.bans),
      };
      guilds.set(guild.id, guild);
      for (const channel of [...guild.channels.values(), ...guild.threads.values()]) channels.set(channel.id, channel);
      for (const { user } of guild.members.values()) users.set(user.id, user);
      events.emit({ type: "guild", change: "created", guild });
    },
    /** Installs the commands without the bot: the scope `applications.commands` without `bot`. */
    installCommands: (guildId: string) => void state.commandInstalls.add(guildId),
    /** Removes a guild, as if the bot had been kicked. */
    remove(guildId: string) {
      const guild = guildAt(guildId);
      guilds.delete(guildId);
      for (const id of [...guild.channels.keys(), ...guild.threads.keys()]) channels.delete(id);
      events.emit({ type: "guild", change: "deleted", guild });
    },
    /** Undefined fields stay unchanged. */
    update(guildId: string, changes: Pick<Partial<Guild>, "name">) {
      const guild = guildAt(guildId);
      guild.name = changes.name ?? guild.name;
      events.emit({ type: "guild", change: "updated", guild });
    },
    /** Adds a role below all others but @everyone. */
    addRole(guildId: string, added: Role) {
      const guild = guildAt(guildId);
      for (const other of guild.roles.values())
        if (other.position >= added.position) guild.roles.set(other.id, { ...other, position: other.position + 1 });
      guild.roles.set(added.id, added);
      events.emit({ type: "role", change: "created", guild, role: added });
    },
    updateRole(guildId: string, roleId: string, changes: Partial<Role>) {
      const guild = guildAt(guildId);
      const existing = guild.roles.get(roleId);
      if (existing === undefined) throw new Error(`No role ${roleId}`);
      const role = { ...existing, ...changes };
      guild.roles.set(roleId, role);
      events.emit({ type: "role", change: "updated", guild, role });
    },
    deleteRole(guildId: string, role: Role) {
      const guild = guildAt(guildId);
      guild.roles.delete(role.id);
      for (const member of guild.members.values()) {
        if (!member.roles.includes(role.id)) continue;
        guild.members.set(member.user.id, { ...member, roles: member.roles.filter((id) => id !== role.id) });
      }
      events.emit({ type: "role", change: "deleted", guild, role });
    },
    /** Adds users who aren't members yet. */
    addMembers(guildId: string, newMembers: readonly NewMember[]) {
      const guild = guildAt(guildId);
      const joinedAt = new Date(state.clock.now()).toISOString();
      for (const { id, name } of newMembers.filter(({ id }) => !guild.members.has(id))) {
        const user = users.get(id) ?? apiUser({ id, name });
        const member = { user, roles: [], joinedAt, timedOutUntil: null };
        users.set(id, user);
        guild.members.set(id, member);
        events.emit({ type: "member", change: "joined", guild, member });
      }
    },
    updateMember(guildId: string, userId: string, changes: Partial<Omit<Member, "user">>): Member {
      const guild = guildAt(guildId);
      const existing = guild.members.get(userId);
      if (existing === undefined) throw new Error(`No member ${userId}`);
      const member = { ...existing, ...changes };
      guild.members.set(userId, member);
      events.emit({ type: "member", change: "updated", guild, member });
      return member;
    },
    removeMember(guildId: string, userId: string) {
      const guild = guildAt(guildId);
      const member = guild.members.get(userId);
      if (member === undefined) return;
      guild.members.delete(userId);
      events.emit({ type: "member", change: "left", guild, member });
    },
    setBan(guildId: string, user: APIUser, ban: { reason: string | null } | undefined) {
      const guild = guildAt(guildId);
      if (ban === undefined) guild.bans.delete(user.id);
      else guild.bans.set(user.id, ban.reason);
      events.emit({ type: "ban", change: ban === undefined ? "removed" : "added", guild, user });
    },
  };
}

/** A role without permissions. The defaults are those of a new role. */
export function role(id: string, name: string, more: Partial<Role>): Role {
  return { id, name, color: 0, position: 0, permissions: 0n, mentionable: false, ...more };
}

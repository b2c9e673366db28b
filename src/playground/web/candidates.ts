import type { APIRole } from "discord-api-types/v10";
import type { PageChannel, PageUser } from "../server/page/protocol.ts";

/** The users, roles and channels that select menus and command options can take. */

export type Directory = {
  channels: PageChannel[];
  people: PageUser[];
  roles: APIRole[];
  bot?: { id: string; name: string };
};

/** `label` is the mention in words: `@Noor` or `#daily`. */
export type Candidate = { id: string; label: string; description: string };

export function userCandidates({ people, bot }: Directory): Candidate[] {
  const users = people.map(({ id, name, role }) => ({ id, label: `@${name}`, description: role }));
  return bot ? [...users, { id: bot.id, label: `@${bot.name}`, description: "app" }] : users;
}

export function roleCandidates({ roles }: Directory): Candidate[] {
  return roles.map(({ id, name }) => ({ id, label: `@${name.replace(/^@/, "")}`, description: "role" }));
}

/** No types: channels of every type. */
export function channelCandidates({ channels }: Directory, types: readonly number[] = []): Candidate[] {
  return channels
    .filter(({ isDirect }) => !isDirect)
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .map(({ id, name, topic }) => ({ id, label: `#${name}`, description: topic }));
}

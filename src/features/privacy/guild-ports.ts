/** Which guilds the bot is in, as far as it was noted, and all that is kept of one. */
export type GuildData = {
  note(guildIds: readonly string[]): Promise<void>;
  strike(guildId: string): Promise<void>;
  noted(): Promise<string[]>;
  isNoted(guildId: string): Promise<boolean>;
  /** Removes everything of a guild, some at a time; how much there was. */
  remove(guildId: string): Promise<number>;
};

/** When the bot will do what somebody may want to see at once; absent: nothing of the kind is planned. */
export type Upcoming = {
  /** The next question. */
  slot?: number;
  /** The next answer. */
  reveal?: number;
  /** The next card of this person that falls due. */
  review?: number;
  /** The next week. */
  week?: number;
};

export type UpcomingSource = (of: { guildId: string; userId: string }) => Promise<Upcoming>;

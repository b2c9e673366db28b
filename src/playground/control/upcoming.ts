/** When the bot will next do what a visitor may want to see now; a field is absent if nothing of the kind is planned. */
export type Upcoming = {
  /** The next question. */
  slot?: number;
  /** The next reveal. */
  reveal?: number;
  /** When the user's next review card is due. */
  review?: number;
  /** The start of next week. */
  week?: number;
};

export type UpcomingSource = (of: { guildId: string; userId: string }) => Promise<Upcoming>;

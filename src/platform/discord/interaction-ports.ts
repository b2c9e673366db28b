/** Of several processes that hear the same interaction, the one that acts on it. */
export type Interactions = {
  /** True for the first that asks, false for every later one. */
  take(interactionId: string): Promise<boolean>;
};

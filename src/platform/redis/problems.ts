/**
 * What can be wrong with where everything is kept. "away": it cannot be reached, and nobody knows whether what was under
 * way got there. "full": it takes nothing more in.
 */
export type MemoryTrouble = "away" | "full";

/** The trouble an error tells of; undefined for every other error. */
export type MemoryTroubleOf = (error: unknown) => MemoryTrouble | undefined;

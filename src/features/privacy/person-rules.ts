/** Stands wherever somebody stood who has had all of their data deleted: an id nobody has. */
export const NOBODY = "0".repeat(18);

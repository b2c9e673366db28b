import { UserError } from "../../src/text/user-errors.ts";

/** What a person would be told for what `act` throws; fails where it throws nothing or a bug. */
export function userError(act: () => unknown): Pick<UserError, "code" | "values"> {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, values: error.values };
    throw error;
  }
  throw new Error("Nothing was thrown");
}

import { UserError } from "../../src/text/user-errors.ts";

/** The user error that `act` throws; fails if it throws nothing or another error. */
export function userError(act: () => unknown): Pick<UserError, "code" | "values"> {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, values: error.values };
    throw error;
  }
  throw new Error("Nothing was thrown");
}

/** A problem the operator can fix. The message says what is wrong and what to do; it is shown without a stack. */
export class SetupError extends Error {
  override readonly name: string = "SetupError";
}

/** The data cannot be worked with as it is; the message says what to do. */
export class DataError extends Error {
  override readonly name = "DataError";
}

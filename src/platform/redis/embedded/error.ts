/** The embedded Redis cannot run. The message is written for the operator: what is wrong, then what to do. */
export class EmbeddedRedisError extends Error {
  override readonly name = "EmbeddedRedisError";
}

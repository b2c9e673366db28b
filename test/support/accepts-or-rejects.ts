/** Rows for titles like "%s %j": each case after the verb for its verdict. */
export function acceptsOrRejects<T>(cases: readonly (readonly [value: T, isAccepted: boolean])[]) {
  return cases.map(([value, isAccepted]) => [isAccepted ? "accepts" : "rejects", value, isAccepted] as const);
}

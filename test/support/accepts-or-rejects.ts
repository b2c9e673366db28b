/** Rows for titles such as "%s %j": the verb, the value and whether it is accepted. */
export function acceptsOrRejects<T>(cases: readonly (readonly [value: T, isAccepted: boolean])[]) {
  return cases.map(([value, isAccepted]) => [isAccepted ? "accepts" : "rejects", value, isAccepted] as const);
}

/** The process was killed: whatever it was at, it goes no further. */
export class Death extends Error {
  override readonly name = "Death";
}

/** Counts what a bot does to its stores, and dies before or after one of these deeds, or never. */
export function life(dieAt: number | undefined) {
  let moments = 0;
  const pass = () => {
    moments += 1;
    if (dieAt !== undefined && moments >= dieAt) throw new Death();
  };
  const mortal = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const deed: unknown = Reflect.get(target, name);
        if (typeof deed !== "function") return deed;
        return async (...given: unknown[]) => {
          pass();
          const done: unknown = await Reflect.apply(deed, target, given);
          pass();
          return done;
        };
      },
    });
  return { mortal, moments: () => moments };
}

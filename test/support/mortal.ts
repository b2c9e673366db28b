/** Thrown instead of killing the process. */
export class Death extends Error {
  override readonly name = "Death";
}

/** Counts the calls of wrapped stores, and throws `Death` before or after one of them. */
export function life(dieAt: number | undefined) {
  let moments = 0;
  const pass = () => {
    moments += 1;
    if (dieAt !== undefined && moments >= dieAt) throw new Death();
  };
  const mortal = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return async (...given: unknown[]) => {
          pass();
          const done: unknown = await Reflect.apply(method, target, given);
          pass();
          return done;
        };
      },
    });
  return { mortal, moments: () => moments };
}

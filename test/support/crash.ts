/** Thrown instead of killing the process. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** Counts the steps before and after the calls of wrapped stores, and throws `Crash` at one of them and all later ones. */
export function createCrasher(crashAt: number | undefined) {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (crashAt !== undefined && steps >= crashAt) throw new Crash();
  };
  const crashable = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return async (...given: unknown[]) => {
          step();
          const result: unknown = await Reflect.apply(method, target, given);
          step();
          return result;
        };
      },
    });
  return { crashable, steps: () => steps };
}

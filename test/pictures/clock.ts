/** A clock for this process and the page; it runs from the time the scene sets. */
export type SceneClock = {
  now(): number;
  moveTo(instant: number): void;
  /** A script that sets the page's clock to the scene's current time. */
  forPage(): string;
};

/** Replaces `Date` for the whole process, so that the bot, the local Discord and its messages all show the scene's time. */
export function takeOverTime(start: number): SceneClock {
  const real = Date.now.bind(Date);
  let ahead = start - real();
  const now = () => real() + ahead;
  globalThis.Date = new Proxy(Date, {
    construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
  return {
    now,
    moveTo(instant) {
      ahead = instant - real();
    },
    forPage: () => `
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...given) { super(...(given.length === 0 ? [Real.now() + ${ahead}] : given)); }
        static now() { return Real.now() + ${ahead}; }
      };`,
  };
}

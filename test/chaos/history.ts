/** What happened in a run, to be looked at where something went wrong. */
export type History = {
  /** `about`: the guild, channel, slot or member it touches; nobody's where it touches all. */
  note(text: string, about?: readonly string[]): void;
  /** What touches one of these, and what touched everybody meanwhile. */
  about(ids: readonly string[]): string[];
};

type Entry = { at: number; text: string; about: readonly string[] };

const SHOWN = 40;

export function createHistory(clock = Date.now): History {
  const begun = clock();
  const entries: Entry[] = [];
  const inWords = ({ at, text, about }: Entry) => `${((at - begun) / 1_000).toFixed(1)} s  ${text} ${about.join(" ")}`;

  return {
    note: (text, about = []) => void entries.push({ at: clock(), text, about }),
    about(ids) {
      const touching = entries.filter(({ about }) => about.some((id) => ids.includes(id)));
      const [first, last] = [touching.at(0)?.at ?? 0, touching.at(-1)?.at ?? 0];
      const meanwhile = entries.filter(({ at, about }) => about.length === 0 && at >= first && at <= last);
      const shown = new Set([...touching.slice(0, SHOWN), ...meanwhile.slice(0, SHOWN)]);
      return entries.filter((entry) => shown.has(entry)).map(inWords);
    },
  };
}

/** The events of a run, for reports of violations. */
export type History = {
  /** `about`: the guild, channel, slot or member concerned. Empty if the event concerns all of them. */
  note(text: string, about?: readonly string[]): void;
  /** Events about any of these ids, and global events between the first and last of them. */
  about(ids: readonly string[]): string[];
};

type Entry = { at: number; text: string; about: readonly string[] };

const SHOWN = 40;

export function createHistory(clock = Date.now): History {
  const startedAt = clock();
  const entries: Entry[] = [];
  const inWords = ({ at, text, about }: Entry) =>
    `${((at - startedAt) / 1_000).toFixed(1)} s  ${text} ${about.join(" ")}`;

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

import type { BankMix } from "../settings/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { createBank } from "./bank-service.ts";
import { isOwn } from "./own-rules.ts";
import type { Bank, BankEdition, Banks, OwnBank, OwnBankStore } from "./ports.ts";
import type { Question } from "./rules.ts";

type Needs = { builtIn: Bank; own: Pick<OwnBankStore, "version" | "load">; settings: Pick<SettingsStore, "load"> };

/** Of so many own questions, of all guilds together, a process remembers those it used last: some 50 MB. */
const REMEMBERED = 10_000;
/** What a guild costs besides, so that many small banks are bounded too. */
const GUILD = 5;

type Remembered = { version: number; weight: number; banks: Readonly<Record<BankMix, Bank>> };

/** The banks of guilds: the built-in questions and their own. What was read is remembered for as long as it is true. */
export function createBanks({ builtIn, own, settings }: Needs): Banks {
  const remembered = new Map<string, Remembered>();
  let total = 0;
  const loading = new Map<string, Promise<Remembered>>();
  /** Most guilds': nothing needs to be read, or remembered, of a bank that was never changed. */
  const untouched: Remembered = { version: 0, weight: 0, banks: mix(builtIn, { questions: [], retired: new Map() }) };

  async function of(guildId: string | undefined, edition?: BankEdition): Promise<Bank> {
    if (guildId === undefined) return builtIn;
    const { version, mix } = edition ?? (await editionOf(guildId));
    return (await asOf(guildId, version)).banks[mix];
  }

  async function editionOf(guildId: string): Promise<BankEdition> {
    const [version, { bankMix }] = await Promise.all([own.version(guildId), settings.load(guildId)]);
    return { version, mix: bankMix };
  }

  function lately(guildId: string | undefined): Bank {
    return (guildId !== undefined && remembered.get(guildId)?.banks.both) || builtIn;
  }

  async function find(guildId: string, questionId: string, version?: number): Promise<Question | undefined> {
    if (!isOwn(questionId)) return builtIn.find(questionId);
    return (await asOf(guildId, version ?? (await own.version(guildId)))).banks.both.find(questionId);
  }

  async function holding(guildId: string | undefined, items: Parameters<Banks["holding"]>[1]): Promise<Bank> {
    const ownItems = items.filter(({ questionId }) => isOwn(questionId));
    if (guildId === undefined || ownItems.length === 0) return builtIn;
    const bank = remembered.get(guildId)?.banks.both;
    const knows = ({ questionId, rev }: (typeof items)[number]) => (bank?.find(questionId)?.rev ?? 0) >= rev;
    if (bank && ownItems.every(knows)) return bank;
    return (await asOf(guildId, await own.version(guildId))).banks.both;
  }

  /** The bank of that version, or of the one it has moved on to meanwhile. */
  async function asOf(guildId: string, version: number): Promise<Remembered> {
    if (version === 0) return untouched;
    const known = remembered.get(guildId);
    if (known?.version === version) return used(guildId, known);

    const key = `${guildId}/${version}`;
    const load = loading.get(key) ?? read(guildId).finally(() => loading.delete(key));
    loading.set(key, load);
    return load;
  }

  async function read(guildId: string): Promise<Remembered> {
    const found = await own.load(guildId);
    const weight = found.questions.length + found.retired.size + GUILD;
    return used(guildId, { version: found.version, weight, banks: mix(builtIn, found) });
  }

  /** Remembers this one as the latest used; the least recently used ones make room for it. */
  function used(guildId: string, bank: Remembered): Remembered {
    forget(guildId);
    remembered.set(guildId, bank);
    total += bank.weight;
    for (const oldest of remembered.keys()) {
      if (total <= REMEMBERED || oldest === guildId) break;
      forget(oldest);
    }
    return bank;
  }

  function forget(guildId: string): void {
    total -= remembered.get(guildId)?.weight ?? 0;
    remembered.delete(guildId);
  }

  return { builtIn, of, lately, find, holding };
}

/** All that was ever asked can be found in any mix: a choice of bank says what is asked from now on. */
function mix(builtIn: Bank, { questions, retired }: Omit<OwnBank, "version">): Remembered["banks"] {
  const ownBank = createBank(questions);
  const find = (id: string) => {
    if (isOwn(id)) return ownBank.find(id);
    const question = builtIn.find(id);
    const day = retired.get(id);
    return question && day !== undefined ? { ...question, retired: day } : question;
  };
  const ids = () => [...ownBank.ids(), ...builtIn.ids()];
  const asked: Bank["pool"] = (filter) => builtIn.pool(filter).filter(({ id }) => !retired.has(id));
  return {
    "built-in": { find, ids, pool: asked },
    own: { find, ids, pool: ownBank.pool },
    both: { find, ids, pool: (filter) => [...asked(filter), ...ownBank.pool(filter)] },
  };
}

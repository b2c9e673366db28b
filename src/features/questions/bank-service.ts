import type { BankMix } from "../settings/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { type Bank, type BankVersion, createBank, memoizePool, type OwnBank } from "./bank-rules.ts";
import type { BankStore } from "./bank-store.ts";
import { isOwn } from "./own-rules.ts";
import type { Question } from "./rules.ts";

/** Maximum number of own questions cached per process, across all guilds: about 50 MB. */
const MAX_CACHED_QUESTIONS = 10_000;
/** Weight added to each cached guild, in questions. It limits the number of small banks. */
const GUILD_WEIGHT = 5;

/** Ids are small, so they're cached for many more guilds. Autocomplete needs them every few keystrokes. */
const MAX_CACHED_IDS = 200_000;

/** The ids of a guild's questions, its own questions first. */
type QuestionIds = { active: readonly string[]; retired: readonly string[] };
type CachedIds = QuestionIds & { version: number; weight: number };
type CachedBanks = { version: number; weight: number; banks: Readonly<Record<BankMix, Bank>> };

/** Loads guilds' banks and caches them by version. A bank is a snapshot, so get it again for every use. */
export function createBankService({
  builtIn,
  own,
  settings,
}: {
  builtIn: Bank;
  own: Pick<BankStore, "version" | "load">;
  settings: Pick<SettingsStore, "load">;
}) {
  const cache = createCache<CachedBanks>(MAX_CACHED_QUESTIONS);
  const idCache = createCache<CachedIds>(MAX_CACHED_IDS);
  const loading = new Map<string, Promise<CachedBanks>>();
  /** The banks of the many guilds that never change theirs. They need no read and no cache entry. */
  const unchanged: CachedBanks = {
    version: 0,
    weight: 0,
    banks: mixBanks(builtIn, { questions: [], retired: new Map() }),
  };

  const unchangedIds = splitIds(builtIn);

  /** The guild's current bank, or the one at a version that was just read. Without a guild, the built-in bank. */
  async function of(guildId: string | undefined, known?: BankVersion): Promise<Bank> {
    if (guildId === undefined) return builtIn;
    const { version, mix } = known ?? (await currentVersion(guildId));
    return (await atVersion(guildId, version)).banks[mix];
  }

  async function currentVersion(guildId: string): Promise<BankVersion> {
    const [version, { bankMix }] = await Promise.all([own.version(guildId), settings.load(guildId)]);
    return { version, mix: bankMix };
  }

  /** The ids of a guild's current bank. */
  async function ids(guildId: string): Promise<QuestionIds> {
    const version = await own.version(guildId);
    if (version === 0) return unchangedIds;
    const cached = idCache.get(guildId);
    if (cached?.version === version) return cached;
    return splitIds((await atVersion(guildId, version)).banks.both);
  }

  /** The cached bank, without a round trip. It may be outdated, but it's good enough to guess what else to read. */
  function cached(guildId: string | undefined): Bank {
    return (guildId !== undefined && cache.peek(guildId)?.banks.both) || builtIn;
  }

  /** Finds a question in the guild's current bank, or in the one at a version that was just read. */
  async function find(guildId: string, questionId: string, version?: number): Promise<Question | undefined> {
    if (!isOwn(questionId)) return builtIn.find(questionId);
    return (await atVersion(guildId, version ?? (await own.version(guildId)))).banks.both.find(questionId);
  }

  /** Returns a bank that has these questions at these or later revisions. Usually needs no round trip. */
  async function ofItems(
    guildId: string | undefined,
    items: readonly { questionId: string; rev: number }[],
  ): Promise<Bank> {
    const ownItems = items.filter(({ questionId }) => isOwn(questionId));
    if (guildId === undefined || ownItems.length === 0) return builtIn;
    const bank = cache.peek(guildId)?.banks.both;
    const isCurrent = ({ questionId, rev }: (typeof items)[number]) => (bank?.find(questionId)?.rev ?? 0) >= rev;
    if (bank && ownItems.every(isCurrent)) return bank;
    return (await atVersion(guildId, await own.version(guildId))).banks.both;
  }

  /** The banks at this version, or at a later one if they have changed in the meantime. */
  async function atVersion(guildId: string, version: number): Promise<CachedBanks> {
    if (version === 0) return unchanged;
    const hit = cache.get(guildId);
    if (hit?.version === version) return hit;

    const key = `${guildId}/${version}`;
    const load = loading.get(key) ?? read(guildId).finally(() => loading.delete(key));
    loading.set(key, load);
    return load;
  }

  async function read(guildId: string): Promise<CachedBanks> {
    const found = await own.load(guildId);
    const weight = found.questions.length + found.retired.size + GUILD_WEIGHT;
    const banks = mixBanks(builtIn, found);
    const split = splitIds(banks.both);
    idCache.set(guildId, { ...split, version: found.version, weight: split.active.length + split.retired.length });
    return cache.set(guildId, { version: found.version, weight, banks });
  }

  return { builtIn, of, ids, cached, find, ofItems };
}

export type BankService = ReturnType<typeof createBankService>;

function splitIds(bank: Bank): QuestionIds {
  const isRetired = (id: string) => bank.find(id)?.retired !== undefined;
  return { active: bank.ids().filter((id) => !isRetired(id)), retired: bank.ids().filter(isRetired) };
}

/**
 * Caches a value per guild, up to a total weight. Evicts the least recently used value among those of at least average
 * weight, so large banks don't evict small ones.
 */
function createCache<Value extends { weight: number }>(maxWeight: number) {
  const values = new Map<string, Value>();
  let total = 0;

  function set(guildId: string, value: Value): Value {
    total += value.weight - (values.get(guildId)?.weight ?? 0);
    values.delete(guildId);
    values.set(guildId, value);
    while (total > maxWeight && values.size > 1) {
      const average = total / values.size;
      const [evicted, { weight }] = [...values].find(([other, { weight }]) => other !== guildId && weight >= average) ??
        [...values][0] ?? [guildId, value];
      values.delete(evicted);
      total -= weight;
    }
    return value;
  }

  return {
    set,
    peek: (guildId: string) => values.get(guildId),
    /** Returns a value and marks it as the most recently used. */
    get(guildId: string): Value | undefined {
      const value = values.get(guildId);
      if (value) {
        values.delete(guildId);
        values.set(guildId, value);
      }
      return value;
    },
  };
}

/** Every mix can find every question, because old posts show them. The mix only determines what is in the pool. */
function mixBanks(builtIn: Bank, { questions, retired }: Omit<OwnBank, "version">): CachedBanks["banks"] {
  const ownBank = createBank(questions);
  const find = (id: string) => {
    if (isOwn(id)) return ownBank.find(id);
    const question = builtIn.find(id);
    const day = retired.get(id);
    return question && day !== undefined ? { ...question, retired: day } : question;
  };
  const ids = () => [...ownBank.ids(), ...builtIn.ids()];
  const builtInPool = memoizePool((filter) => {
    const pool = builtIn.pool(filter);
    return retired.size === 0 ? pool : pool.filter(({ id }) => !retired.has(id));
  });
  const enemiesOf = (id: string) => [...builtIn.enemiesOf(id), ...ownBank.enemiesOf(id)];
  const shared = { find, ids, enemiesOf };
  return {
    "built-in": { ...shared, pool: builtInPool },
    own: { ...shared, pool: ownBank.pool },
    both: { ...shared, pool: memoizePool((filter) => [...builtInPool(filter), ...ownBank.pool(filter)]) },
  };
}

import type { BankMix } from "../settings/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { type Bank, type BankVersion, createBank, type OwnBank } from "./bank-rules.ts";
import type { BankStore } from "./bank-store.ts";
import { isOwn } from "./own-rules.ts";
import type { Question } from "./rules.ts";

/** How many own questions, of all guilds together, a process caches: about 50 MB. */
const MAX_CACHED_QUESTIONS = 10_000;
/** Overhead of a cached guild, in questions, so that many small banks are limited too. */
const GUILD_WEIGHT = 5;

type CachedBanks = { version: number; weight: number; banks: Readonly<Record<BankMix, Bank>> };

/** Loads the banks of guilds and caches them by version. A bank is a snapshot: get it again for every use. */
export function createBankService({
  builtIn,
  own,
  settings,
}: {
  builtIn: Bank;
  own: Pick<BankStore, "version" | "load">;
  settings: Pick<SettingsStore, "load">;
}) {
  const cache = new Map<string, CachedBanks>();
  let totalWeight = 0;
  const loading = new Map<string, Promise<CachedBanks>>();
  /** Most guilds never change their bank, so it needs neither a read nor a cache entry. */
  const unchanged: CachedBanks = {
    version: 0,
    weight: 0,
    banks: mixBanks(builtIn, { questions: [], retired: new Map() }),
  };

  /** The guild's current bank, or the one of a version that was just read. Without a guild, the built-in bank. */
  async function of(guildId: string | undefined, known?: BankVersion): Promise<Bank> {
    if (guildId === undefined) return builtIn;
    const { version, mix } = known ?? (await currentVersion(guildId));
    return (await atVersion(guildId, version)).banks[mix];
  }

  async function currentVersion(guildId: string): Promise<BankVersion> {
    const [version, { bankMix }] = await Promise.all([own.version(guildId), settings.load(guildId)]);
    return { version, mix: bankMix };
  }

  /** The cached bank, maybe outdated, without a round trip. Good enough to guess what else to read. */
  function cached(guildId: string | undefined): Bank {
    return (guildId !== undefined && cache.get(guildId)?.banks.both) || builtIn;
  }

  /** Finds a question of the guild's bank, now or at a version that was just read. */
  async function find(guildId: string, questionId: string, version?: number): Promise<Question | undefined> {
    if (!isOwn(questionId)) return builtIn.find(questionId);
    return (await atVersion(guildId, version ?? (await own.version(guildId)))).banks.both.find(questionId);
  }

  /** A bank that has these questions at these revisions or later ones. Usually needs no round trip. */
  async function ofItems(
    guildId: string | undefined,
    items: readonly { questionId: string; rev: number }[],
  ): Promise<Bank> {
    const ownItems = items.filter(({ questionId }) => isOwn(questionId));
    if (guildId === undefined || ownItems.length === 0) return builtIn;
    const bank = cache.get(guildId)?.banks.both;
    const isCurrent = ({ questionId, rev }: (typeof items)[number]) => (bank?.find(questionId)?.rev ?? 0) >= rev;
    if (bank && ownItems.every(isCurrent)) return bank;
    return (await atVersion(guildId, await own.version(guildId))).banks.both;
  }

  /** The banks at that version, or at a later one if they changed in the meantime. */
  async function atVersion(guildId: string, version: number): Promise<CachedBanks> {
    if (version === 0) return unchanged;
    const hit = cache.get(guildId);
    if (hit?.version === version) return cacheBanks(guildId, hit);

    const key = `${guildId}/${version}`;
    const load = loading.get(key) ?? read(guildId).finally(() => loading.delete(key));
    loading.set(key, load);
    return load;
  }

  async function read(guildId: string): Promise<CachedBanks> {
    const found = await own.load(guildId);
    const weight = found.questions.length + found.retired.size + GUILD_WEIGHT;
    return cacheBanks(guildId, { version: found.version, weight, banks: mixBanks(builtIn, found) });
  }

  /** Marks these banks as the most recently used, and evicts the least recently used ones if the cache is full. */
  function cacheBanks(guildId: string, banks: CachedBanks): CachedBanks {
    evict(guildId);
    cache.set(guildId, banks);
    totalWeight += banks.weight;
    for (const oldest of cache.keys()) {
      if (totalWeight <= MAX_CACHED_QUESTIONS || oldest === guildId) break;
      evict(oldest);
    }
    return banks;
  }

  function evict(guildId: string): void {
    totalWeight -= cache.get(guildId)?.weight ?? 0;
    cache.delete(guildId);
  }

  return { builtIn, of, cached, find, ofItems };
}

export type BankService = ReturnType<typeof createBankService>;

/** Every mix can find every question, because old posts show them. The mix only decides what is in the pool. */
function mixBanks(builtIn: Bank, { questions, retired }: Omit<OwnBank, "version">): CachedBanks["banks"] {
  const ownBank = createBank(questions);
  const find = (id: string) => {
    if (isOwn(id)) return ownBank.find(id);
    const question = builtIn.find(id);
    const day = retired.get(id);
    return question && day !== undefined ? { ...question, retired: day } : question;
  };
  const ids = () => [...ownBank.ids(), ...builtIn.ids()];
  const builtInPool: Bank["pool"] = (filter) => builtIn.pool(filter).filter(({ id }) => !retired.has(id));
  return {
    "built-in": { find, ids, pool: builtInPool },
    own: { find, ids, pool: ownBank.pool },
    both: { find, ids, pool: (filter) => [...builtInPool(filter), ...ownBank.pool(filter)] },
  };
}

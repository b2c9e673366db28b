import { createBank } from "../src/app/bank.ts";
import { createBanks } from "../src/app/banks.ts";
import type { Banks } from "../src/app/ports/banks.ts";
import type { Question } from "../src/core/question.ts";
import type { Redis } from "../src/redis/client.ts";
import { createOwnBankStore } from "../src/redis/own-bank.ts";
import { createSettingsStore } from "../src/redis/settings.ts";

/** The banks as one process has them, with these built-in questions. */
export function banksOn(redis: Redis, builtIn: readonly Question[]): Banks {
  return createBanks({
    builtIn: createBank(builtIn),
    own: createOwnBankStore(redis),
    settings: createSettingsStore(redis),
  });
}

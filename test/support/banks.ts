import { createBank } from "../../src/features/questions/bank-service.ts";
import { createBanks } from "../../src/features/questions/banks-service.ts";
import { createOwnBankStore } from "../../src/features/questions/own-store.ts";
import type { Banks } from "../../src/features/questions/ports.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { createSettingsStore } from "../../src/features/settings/store.ts";
import type { Redis } from "../../src/platform/redis/client.ts";

/** The banks as one process has them, with these built-in questions. */
export function banksOn(redis: Redis, builtIn: readonly Question[]): Banks {
  return createBanks({
    builtIn: createBank(builtIn),
    own: createOwnBankStore(redis),
    settings: createSettingsStore(redis),
  });
}

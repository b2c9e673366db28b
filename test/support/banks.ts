import { createBank } from "../../src/features/questions/bank-rules.ts";
import { type BankService, createBankService } from "../../src/features/questions/bank-service.ts";
import { createBankStore } from "../../src/features/questions/bank-store.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { createSettingsStore } from "../../src/features/settings/store.ts";
import type { Redis } from "../../src/platform/redis/client.ts";

/** The banks as one process has them, with these built-in questions. */
export function banksOn(redis: Redis, builtIn: readonly Question[]): BankService {
  return createBankService({
    builtIn: createBank(builtIn),
    own: createBankStore(redis),
    settings: createSettingsStore(redis),
  });
}

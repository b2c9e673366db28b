import { beforeEach, expect, it } from "vitest";
import { createPreferenceService } from "../../../src/features/preferences/service.ts";
import { createPreferenceStore } from "../../../src/features/preferences/store.ts";
import { LANGUAGES } from "../../../src/features/questions/rules.ts";
import type { Redis } from "../../../src/platform/redis/client.ts";
import { keys } from "../../../src/platform/redis/keys.ts";
import { testRedis } from "../../support/redis.ts";

const userId = "410000000000000007";
let redis: Redis;

beforeEach(async () => {
  redis = await testRedis();
});

it("a learner's languages are saved and returned", async () => {
  const service = createPreferenceService({ preferences: createPreferenceStore(redis) });
  expect(await service.load(userId)).toEqual({ languages: [] });
  expect(await service.chooseLanguages(userId, ["rust", "go"])).toEqual({ languages: ["go", "rust"] });
  expect(await service.load(userId)).toEqual({ languages: ["go", "rust"] });
  expect(await service.load("410000000000000008")).toEqual({ languages: [] });
});

it.each([[[]], [LANGUAGES]])("nothing is stored for the default: %j", async (chosen) => {
  const service = createPreferenceService({ preferences: createPreferenceStore(redis) });
  await service.chooseLanguages(userId, ["go"]);
  expect(await service.chooseLanguages(userId, chosen)).toEqual({ languages: [] });
  expect(await redis.exists(keys.preferences(userId))).toBe(0);
});

it("languages that a later version removed are ignored", async () => {
  await redis.hset(keys.preferences(userId), "languages", "cobol go");
  expect(await createPreferenceStore(redis).load(userId)).toEqual({ languages: ["go"] });
});

import { describe, expect, it } from "vitest";
import {
  choiceSchema,
  DEFAULT_SETTINGS,
  SETTING_CHOICES,
  SETTING_NAMES,
  settingsSchema,
} from "../../../src/features/settings/rules.ts";

describe("the settings schema", () => {
  it("has the expected defaults", () => {
    expect(DEFAULT_SETTINGS).toEqual({
      zone: "UTC",
      weekStart: "monday",
      bankMix: "both",
      feedback: "at-once",
      seasonLength: "quarter",
    });
    expect(SETTING_NAMES).toHaveLength(9);
  });

  it.each(Object.entries(SETTING_CHOICES))("accepts every choice of %s", (name, values) => {
    for (const value of values) {
      expect(settingsSchema.parse({ [name]: value })).toMatchObject({ [name]: value });
      expect(choiceSchema.parse({ [name]: value })).toEqual({ [name]: value });
    }
    expect(choiceSchema.safeParse({ [name]: "unknown" }).success).toBe(false);
  });

  it("rejects a setting that isn't a choice", () => {
    expect(choiceSchema.safeParse({ zone: "UTC" }).success).toBe(false);
  });

  it.each(["12345678901234567890", "1"])("reads the channel id %j", (id) => {
    expect(settingsSchema.parse({ auditChannel: id }).auditChannel).toBe(id);
  });

  it.each(["123456789012345678901", "", "12a", "a12"])("ignores the invalid channel id %j", (stored) => {
    expect(settingsSchema.parse({ auditChannel: stored }).auditChannel).toBeUndefined();
  });

  it("replaces an empty zone with UTC", () => {
    expect(settingsSchema.parse({ zone: "" }).zone).toBe("UTC");
    expect(settingsSchema.parse({ zone: "Asia/Tokyo" }).zone).toBe("Asia/Tokyo");
  });
});

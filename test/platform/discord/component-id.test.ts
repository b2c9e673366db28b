import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  componentId,
  componentName,
  customIdsIn,
  slug,
  wholeNumber,
} from "../../../src/platform/discord/component-id.ts";

const flagButton = componentId("exams.flag", z.tuple([slug, wholeNumber, z.enum(["on", "off"])]));

describe("a component id", () => {
  it("parses what it encoded, with the types of its schema", () => {
    const customId = flagButton.encode("a1", 7, "on");
    expect(customId).toBe("exams.flag:a1:7:on");
    expect(flagButton.parse(customId)).toEqual(["a1", 7, "on"]);
    expect(componentName(customId)).toBe("exams.flag");
  });

  it("can have no parts", () => {
    const offButton = componentId("reminders.turn-off", z.tuple([]));
    expect(offButton.parse(offButton.encode())).toEqual([]);
  });

  it.each([
    "exams.flag",
    "exams.flag:a1:7",
    "exams.flag:a1:7:on:more",
    "exams.flag:a1::on",
    "exams.flag:a1:-7:on",
    "exams.flag:a1:1e3:on",
    "exams.flag:A1:7:on",
    "exams.flag:a1:7:maybe",
    "exams.go:a1:7:on",
    "",
  ])("rejects %j", (customId) => {
    expect(flagButton.parse(customId)).toBeUndefined();
  });
});

describe("customIdsIn", () => {
  it("finds ids in API and discord.js components at any depth", () => {
    const button = (custom_id: string) => ({ type: 2, custom_id });
    const components = [
      { type: 17, components: [{ type: 1, components: [button("a:1"), button("b")] }] },
      { toJSON: () => ({ type: 1, components: [button("c:2")] }) },
      { type: 10, content: '"custom_id":"text"' },
    ];
    expect(customIdsIn(components)).toEqual(["a:1", "b", "c:2"]);
  });
});

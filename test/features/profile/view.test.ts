import { loadImage } from "@napi-rs/canvas";
import { ComponentType } from "discord-api-types/v10";
import { pino } from "pino";
import { afterAll, describe, expect, it } from "vitest";
import { sizeOf } from "../../../src/features/profile/picture-view.ts";
import { createPictures } from "../../../src/features/profile/pictures.ts";
import { levelsOf } from "../../../src/features/profile/rules.ts";
import type { OwnProfile, PublicProfile } from "../../../src/features/profile/service.ts";
import { describeProfile, pictureOf, renderProfile } from "../../../src/features/profile/view.ts";
import { TOPICS } from "../../../src/features/questions/topic-rules.ts";
import { silentLog } from "../../support/log.ts";
import { textOf } from "../../support/messages.ts";

const most = 999_999;
/** A profile with every part at maximum length. */
const full: OwnProfile = {
  of: "self",
  inGuild: { streak: 9_999, freezes: 2, points: most, rank: most, members: most },
  heat: { first: "2026-08-31", days: Array.from({ length: 84 }, (_, day) => (day % 5) * 50) },
  answered: most,
  correct: most,
  levels: levelsOf(new Map(TOPICS.map((topic, index) => [topic, { ability: index / 4 - 2, answers: 1 + index * 3 }]))),
  readiness: { shown: false, missing: TOPICS.map((topic) => ({ topic, attempts: 5 })), missingTotal: 60 },
};
const other: PublicProfile = {
  of: "other",
  userId: "9".repeat(19),
  inGuild: { streak: 1, freezes: 2, points: 1, rank: 1, members: 1 },
  heat: { first: "2026-08-31", days: [1] },
};

const pictures = createPictures(silentLog);
afterAll(() => pictures.close());

async function draw(profile: OwnProfile | PublicProfile): Promise<Buffer> {
  const image = await pictures.draw(pictureOf(profile));
  if (!image) throw new Error("nothing was drawn");
  return image;
}

describe("a profile", () => {
  it("fits into its message at maximum length: 4,000 characters, 1,024 in the description", () => {
    for (const hasPicture of [true, false]) {
      expect(textOf(renderProfile(full, hasPicture)).length).toBeLessThanOrEqual(4_000);
    }
    expect(describeProfile(full).length).toBeLessThanOrEqual(1_024);
    expect(describeProfile(full)).not.toMatch(/…$/);
  });

  it("describes everything in its picture in words", () => {
    const said = describeProfile(full);
    const { stats, levels, sum } = pictureOf(full);
    for (const { value, label } of stats) expect(said).toContain(`${value} ${label}`);
    for (const { name, label } of levels?.rows ?? []) expect(said).toContain(`${name} ${label}`);
    expect(said).toContain(sum);
  });

  it("counts topics not started in one line, and leaves out levels if there are none", () => {
    const { levels } = pictureOf({ ...full, levels: full.levels.slice(0, 15) });
    expect(levels).toMatchObject({ rest: "1 topic not started" });
    expect(levels?.rows).toHaveLength(15);
    expect(pictureOf(full).levels?.rest).toBe("");
    expect(pictureOf({ ...full, levels: [] }).levels).toBeUndefined();
    expect(describeProfile({ ...full, levels: [] })).toMatch(/16 topics not started\.$/);
  });

  it("has no picture if it couldn't be rendered", () => {
    const kinds = (hasPicture: boolean) => renderProfile(other, hasPicture).components.map(({ type }) => type);
    expect(kinds(true)).toContain(ComponentType.MediaGallery);
    expect(kinds(false)).not.toContain(ComponentType.MediaGallery);
    expect(textOf(renderProfile(other, false))).toContain("1 answer on 1 day");
  });

  it("labels each month above its first week, without overlaps", () => {
    const months = (first: string) =>
      pictureOf({ ...other, heat: { first, days: Array(84).fill(0) } }).months.map(
        ({ week, name }) => `${week} ${name}`,
      );
    expect(months("2026-08-31")).toEqual(["1 Sep", "5 Oct", "9 Nov"]);
    expect(months("2026-09-07")).toEqual(["0 Sep", "4 Oct", "8 Nov"]);
  });
});

describe("the picture of a profile", () => {
  it("is a WebP image of the expected size within 100 KB, even with the longest content", async () => {
    for (const profile of [full, other]) {
      const image = await draw(profile);
      const { width, height } = sizeOf(pictureOf(profile));
      expect(image.subarray(8, 12).toString()).toBe("WEBP");
      expect(image.length).toBeLessThanOrEqual(100 * 1_024);
      expect(await loadImage(image)).toMatchObject({ width, height });
    }
  });

  it("is identical for the same profile and different for another", async () => {
    const [one, again, less] = await Promise.all([draw(full), draw(full), draw({ ...full, answered: most - 1 })]);
    expect(one.equals(again)).toBe(true);
    expect(one.equals(less)).toBe(false);
  });

  it("is left out after a rendering error, which doesn't affect the next one", async () => {
    const warnings: string[] = [];
    const own = createPictures(pino({ level: "warn" }, { write: (line: string) => void warnings.push(line) }));
    const broken = { ...pictureOf(full), heat: [0.5] };
    expect(await own.draw(broken)).toBeUndefined();
    expect(warnings).toHaveLength(1);
    expect(await own.draw(pictureOf(other))).toBeInstanceOf(Buffer);
    await own.close();
  });
});

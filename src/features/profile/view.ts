import { ComponentType } from "discord-api-types/v10";
import { type Card, clip, mention, text, textCard } from "../../platform/discord/components.ts";
import { addDays } from "../../platform/time.ts";
import { en as words } from "../../text/en/index.ts";
import { renderReadiness } from "../exams/report-view.ts";
import { TOPICS } from "../questions/topic-rules.ts";
import { type HeatMap, SHADES, shadeOf } from "./activity-rules.ts";
import type { ProfilePicture } from "./picture-view.ts";
import type { Level } from "./rules.ts";
import type { Profile } from "./service.ts";

/** The name of the picture's file in its message. */
export const PICTURE = "profile.png";
const LONGEST_DESCRIPTION = 1_024;

/** A profile with its picture, or with the same in words where there is none. */
export function renderProfile(profile: Profile, hasPicture: boolean): Card {
  const description = describeProfile(profile);
  const picture = hasPicture
    ? {
        type: ComponentType.MediaGallery as const,
        items: [{ media: { url: `attachment://${PICTURE}` }, description }],
      }
    : text(description);
  if (profile.of === "other") {
    return { components: [text(words.profile.other(mention(profile.userId))), picture, text(words.profile.public)] };
  }
  return {
    components: [
      text(words.profile.own),
      picture,
      renderReadiness(profile.readiness),
      ...(profile.here ? [] : [text(words.profile.elsewhere)]),
    ],
  };
}

/** What is said where there is no profile yet. */
export function renderNoProfile(userId: string | undefined): Card {
  return textCard(userId === undefined ? words.profile.ownEmpty : words.profile.otherEmpty(mention(userId)));
}

/** The picture in words: no less than it shows, for who cannot see it. */
export function describeProfile(profile: Profile): string {
  const { heat } = profile;
  const weeks = Array.from({ length: Math.ceil(heat.days.length / 7) }, (_, week) =>
    sum(heat.days.slice(7 * week, 7 * week + 7)),
  );
  const said = [
    words.profile.alt.stats(statsOf(profile)),
    words.profile.alt.heat(sum(heat.days), daysIn(heat), weeks),
    ...(profile.of === "oneself" ? describeLevels(profile.levels) : []),
  ];
  return clip(said.join(" "), LONGEST_DESCRIPTION);
}

function describeLevels(levels: readonly Level[]): string[] {
  const met = levels.map((level) => ({ topic: level.topic, label: labelOf(level) }));
  return [
    ...(met.length > 0 ? [words.profile.alt.levels(met)] : []),
    ...(met.length < TOPICS.length ? [`${words.profile.rest(TOPICS.length - met.length)}.`] : []),
  ];
}

export function pictureOf(profile: Profile): ProfilePicture {
  const { heat } = profile;
  return {
    title: words.profile.heat,
    sum: words.profile.sum(sum(heat.days)),
    stats: statsOf(profile),
    heat: heat.days.map(shadeOf),
    months: monthsOf(heat),
    weekdays: [...words.profile.weekdays],
    legend: [
      words.profile.shade(0, 0),
      ...SHADES.map((least, shade) => words.profile.shade(least, (SHADES[shade + 1] ?? Infinity) - 1)),
    ],
    unit: words.profile.unit,
    levels: profile.of === "oneself" ? levelsIn(profile.levels) : undefined,
  };
}

function statsOf(profile: Profile) {
  const { here } = profile;
  const standing = here && [
    { value: words.profile.days(here.streak), label: words.profile.streak(profile.of === "other" ? 0 : here.freezes) },
    { value: words.profile.place(here.place), label: words.profile.rank(here.members) },
  ];
  if (profile.of === "other") return [...(standing ?? []), words.profile.points(profile.here.points)];
  const { met, right, heat } = profile;
  return [
    ...(standing ?? [words.profile.active(daysIn(heat))]),
    words.profile.met(met),
    words.profile.accuracy(right, met),
  ];
}

/** The weeks in which a month begins, and the first; a name needs three weeks of room. */
function monthsOf({ first, days }: HeatMap): ProfilePicture["months"] {
  const weeks = Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => {
    return { week, name: words.profile.month(addDays(first, 7 * week)) };
  });
  const begun = weeks.filter(({ week, name }) => name !== weeks[week - 1]?.name);
  return begun.filter(({ week }, index) => (begun[index + 1]?.week ?? weeks.length) - week >= 2);
}

function levelsIn(levels: readonly Level[]): ProfilePicture["levels"] {
  if (levels.length === 0) return undefined;
  return {
    title: words.profile.levels,
    note: words.profile.levelsNote,
    rows: levels.map((level) => {
      const { topic, share, from, to } = level;
      return { name: words.profile.topics[topic], label: labelOf(level), share, from, to };
    }),
    rest: levels.length < TOPICS.length ? words.profile.rest(TOPICS.length - levels.length) : "",
  };
}

function labelOf({ share, from, to }: Level): string {
  return words.profile.level(Math.round(share * 100), Math.round((to - from) * 50));
}

function daysIn({ days }: HeatMap): number {
  return days.filter((answers) => answers > 0).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

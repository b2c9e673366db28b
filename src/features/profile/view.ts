import { ComponentType } from "discord-api-types/v10";
import { type Card, clip, mention, text, textCard } from "../../platform/discord/components.ts";
import { addDays } from "../../platform/time.ts";
import { en as words } from "../../text/en/index.ts";
import { renderReadiness } from "../exams/report-view.ts";
import { TOPICS } from "../questions/topic-rules.ts";
import type { ProfilePicture } from "./picture-view.ts";
import type { Level } from "./rules.ts";
import { type HeatMap, SHADES, shadeOf } from "./rules.ts";
import type { Profile } from "./service.ts";

export const PICTURE_FILE = "profile.webp";
const MAX_DESCRIPTION = 1_024;

/** Renders a profile with a picture, or with text that has the same content. */
export function renderProfile(profile: Profile, hasPicture: boolean): Card {
  const description = describeProfile(profile);
  const picture = hasPicture
    ? {
        type: ComponentType.MediaGallery as const,
        items: [{ media: { url: `attachment://${PICTURE_FILE}` }, description }],
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
      ...(profile.inGuild ? [] : [text(words.profile.elsewhere)]),
    ],
  };
}

/** Renders the reply for a member without a profile. An undefined `userId` means the reader. */
export function renderNoProfile(userId: string | undefined): Card {
  return textCard(userId === undefined ? words.profile.ownEmpty : words.profile.otherEmpty(mention(userId)));
}

/** Describes the picture's entire content in text, for screen readers. */
export function describeProfile(profile: Profile): string {
  const { heat } = profile;
  const weeks = Array.from({ length: Math.ceil(heat.days.length / 7) }, (_, week) =>
    sum(heat.days.slice(7 * week, 7 * week + 7)),
  );
  const parts = [
    words.profile.alt.stats(statsOf(profile)),
    words.profile.alt.heat(sum(heat.days), daysIn(heat), weeks),
    ...(profile.of === "self" ? describeLevels(profile.levels) : []),
  ];
  return clip(parts.join(" "), MAX_DESCRIPTION);
}

function describeLevels(levels: readonly Level[]): string[] {
  const answered = levels.map((level) => ({ topic: level.topic, label: labelOf(level) }));
  return [
    ...(answered.length > 0 ? [words.profile.alt.levels(answered)] : []),
    ...(answered.length < TOPICS.length ? [`${words.profile.rest(TOPICS.length - answered.length)}.`] : []),
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
      ...SHADES.map((min, shade) => words.profile.shade(min, (SHADES[shade + 1] ?? Infinity) - 1)),
    ],
    unit: words.profile.unit,
    levels: profile.of === "self" ? levelsIn(profile.levels) : undefined,
  };
}

function statsOf(profile: Profile) {
  const { inGuild } = profile;
  const guildStats = inGuild && [
    {
      value: words.profile.days(inGuild.streak),
      label: words.profile.streak(profile.of === "other" ? 0 : inGuild.freezes),
    },
    { value: words.profile.rank(inGuild.rank), label: words.profile.ofMembers(inGuild.members) },
  ];
  if (profile.of === "other") return [...(guildStats ?? []), words.profile.points(profile.inGuild.points)];
  const { answered, correct, heat } = profile;
  return [
    ...(guildStats ?? [words.profile.active(daysIn(heat))]),
    words.profile.answered(answered),
    words.profile.accuracy(correct, answered),
  ];
}

/**
 * Labels the first week and the weeks in which a month starts. Drops labels that would overlap: each is two weeks wide.
 */
function monthsOf({ first, days }: HeatMap): ProfilePicture["months"] {
  const weeks = Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => {
    return { week, name: words.profile.month(addDays(first, 7 * week)) };
  });
  const starts = weeks.filter(({ week, name }) => name !== weeks[week - 1]?.name);
  return starts.filter(({ week }, index) => (starts[index + 1]?.week ?? weeks.length) - week >= 2);
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

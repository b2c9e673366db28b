import { type Card, container, lines, mention, text, timestamp } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import type { ClosedSeason } from "./service.ts";

/** Renders the winners of closed seasons, latest first. */
export function renderHallOfFame(seasons: readonly ClosedSeason[]): Card {
  const shown = seasons.map(({ season, closedAt, winners, members }) => {
    const leaders = winners.map(({ userId, points }, index) => words.boards.leader(index + 1, mention(userId), points));
    return lines(
      words.seasons.season(season, timestamp(closedAt, "R"), members),
      ...(leaders.length > 0 ? leaders : [words.seasons.noWinners]),
    );
  });
  return {
    components: [
      container([text(words.seasons.hallOfFameTitle), ...(shown.length > 0 ? shown : [text(words.seasons.noSeasons)])]),
    ],
  };
}

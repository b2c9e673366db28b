import { type Card, container, lines, text, timestamp } from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { memberName } from "../privacy/view.ts";
import type { SeasonService } from "./service.ts";

const MAX_SEASONS = 12;

/** The winners of closed seasons, latest first. */
export function renderHallOfFame(seasons: Awaited<ReturnType<SeasonService["hallOfFame"]>>): Card {
  const shown = seasons.slice(0, MAX_SEASONS).map(({ season, closedAt, winners, members }) => {
    const leaders = winners.map(({ userId, points }, index) =>
      words.boards.leader(index + 1, memberName(userId), points),
    );
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

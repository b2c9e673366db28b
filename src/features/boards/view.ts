import { ButtonStyle } from "discord-api-types/v10";
import {
  button,
  type Card,
  container,
  disabled,
  divider,
  lines,
  mention,
  row,
  text,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { PERIODS } from "./calendar-rules.ts";
import { boardPageButton, hallOfFameButton } from "./ids.ts";
import type { ClosedSeason } from "./season-service.ts";
import type { LeaderboardPage, LeaderboardRow } from "./service.ts";

/** Renders a page of a leaderboard for one member. */
export function renderLeaderboard(board: LeaderboardPage, userId: string): Card {
  return {
    components: [
      container([
        text(`### ${words.boards.title(board.period, board.topic)}`),
        ...(board.members === 0 ? emptyBody(board) : body(board, userId)),
        periodButtons(board),
        ...(board.pages > 1 ? [pageButtons(board)] : []),
        ...(board.period === "season" ? [row(button(words.seasons.hallOfFame, hallOfFameButton.encode()))] : []),
      ]),
    ],
  };
}

function emptyBody({ period, nextQuestionAt, hidden }: LeaderboardPage) {
  const next = nextQuestionAt === undefined ? undefined : timestamp(nextQuestionAt, "R");
  return [text(words.boards.empty(period, next)), ...(hidden ? [text(words.boards.hidden)] : [])];
}

function body(board: LeaderboardPage, userId: string) {
  return [
    lines(...board.rows.map((entry) => line(entry, userId))),
    ...(board.around.length > 0 ? [divider(), lines(...board.around.map((entry) => line(entry, userId)))] : []),
    lines(...footer(board, userId)),
  ];
}

function line({ rank, userId, points, streak }: LeaderboardRow, reader: string): string {
  const name = userId === reader ? `**${words.boards.you}**` : mention(userId);
  const facts = [words.boards.points(points), ...(streak > 1 ? [words.boards.streak(streak)] : [])];
  return `\`${String(rank).padStart(3)}\` ${name} · ${facts.join(" · ")}`;
}

function footer(board: LeaderboardPage, userId: string): string[] {
  const own = ownPosition(board, userId);
  const facts = [
    words.boards.members(board.members),
    ...(board.pages > 1 ? [words.boards.page(board.page, board.pages)] : []),
    ...(board.endsAt === undefined ? [] : [words.boards.ends(timestamp(board.endsAt, "R"))]),
  ];
  return [...(own ? [own] : []), `-# ${facts.join(" · ")}`];
}

/** How far the reader is behind the next rank, if the page shows that rank. */
function ownPosition({ rows, around, rank, hidden }: LeaderboardPage, userId: string): string | undefined {
  if (hidden) return words.boards.hidden;
  if (rank === undefined) return words.boards.notRanked;
  const shown = [...rows, ...around];
  const own = shown.find((entry) => entry.userId === userId);
  const above = shown.find((entry) => entry.rank === rank - 1);
  if (!own || !above) return undefined;
  if (above.points === own.points) return words.boards.tied(above.rank);
  return words.boards.behind(above.points - own.points, above.rank);
}

function periodButtons(board: LeaderboardPage) {
  return row(
    ...PERIODS.map((period) =>
      button(
        words.boards.buttons[period],
        boardPageButton.encode(period, board.topic ?? "any", 1, "period"),
        period === board.period ? ButtonStyle.Primary : ButtonStyle.Secondary,
      ),
    ),
  );
}

function pageButtons({ period, topic, page, pages, rank }: LeaderboardPage) {
  const pageId = (to: number | "own") => boardPageButton.encode(period, topic ?? "any", to, "turn");
  const previous = button(words.boards.previous, pageId(Math.max(page - 1, 1)));
  const next = button(words.boards.next, pageId(page + 1));
  const me = button(words.boards.me, pageId("own"));
  return row(
    page > 1 ? previous : disabled(previous),
    page < pages ? next : disabled(next),
    rank === undefined ? disabled(me) : me,
  );
}

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

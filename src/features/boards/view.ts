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
  stamp,
  text,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { memberName } from "../notifications/view.ts";
import { hallOfFameButton } from "../seasons/ids.ts";
import type { Seasons } from "../seasons/service.ts";
import { boardPageButton } from "./ids.ts";
import { PERIODS } from "./period-rules.ts";
import type { BoardPage, BoardRow } from "./service.ts";

/** A page of a leaderboard as one member sees it: others by mention, oneself by "you". */
export function renderBoard(board: BoardPage, userId: string): Card {
  const title = text(`### ${words.board.title(board.period, board.topic)}`);
  if (board.members === 0) {
    const next = board.next === undefined ? undefined : stamp(board.next, "R");
    const empty = text(words.board.empty(board.period, next));
    const hidden = board.hidden ? [text(words.board.hidden)] : [];
    return { components: [container([title, empty, ...hidden, periods(board), ...hall(board)])] };
  }
  return {
    components: [
      container([
        title,
        lines(...board.rows.map((one) => line(one, userId))),
        ...(board.around.length > 0 ? [divider(), lines(...board.around.map((one) => line(one, userId)))] : []),
        lines(footer(board, userId)),
        periods(board),
        ...(board.pages > 1 ? [pages(board)] : []),
        ...hall(board),
      ]),
    ],
  };
}

function line({ place, userId, points, streak }: BoardRow, reader: string): string {
  const name = userId === reader ? `**${words.board.you}**` : mention(userId);
  const facts = [words.board.points(points), ...(streak > 1 ? [words.board.streak(streak)] : [])];
  return `\`${String(place).padStart(3)}\` ${name} · ${facts.join(" · ")}`;
}

function footer(board: BoardPage, userId: string): string {
  const gap = behindNext(board, userId);
  const facts = [
    words.board.footer(board.members, board.page, board.pages),
    ...(board.endsAt === undefined ? [] : [words.board.ends(board.period, stamp(board.endsAt, "R"))]),
  ];
  const own = board.hidden ? words.board.hidden : board.place === undefined ? words.board.notOnIt : gap;
  return [...(own ? [own] : []), `-# ${facts.join(" · ")}`].join("\n");
}

/** How far the reader is behind the place above, where that place is shown. */
function behindNext({ rows, around, place }: BoardPage, userId: string): string | undefined {
  const shown = [...rows, ...around];
  const own = shown.find((one) => one.userId === userId);
  const above = shown.find((one) => place !== undefined && one.place === place - 1);
  if (!own || !above) return undefined;
  if (above.points === own.points) return words.board.level(above.place);
  return words.board.behind(above.points - own.points, above.place);
}

function periods(board: BoardPage) {
  return row(
    ...PERIODS.map((period) =>
      button(
        words.board.buttons[period],
        boardPageButton.encode(period, board.topic ?? "any", 1, "period"),
        period === board.period ? ButtonStyle.Primary : ButtonStyle.Secondary,
      ),
    ),
  );
}

function pages({ period, topic, page, pages: last, place }: BoardPage) {
  const turn = (to: number) => boardPageButton.encode(period, topic ?? "any", to, "turn");
  const back = button(words.board.back, turn(Math.max(page - 1, 1)));
  const forth = button(words.board.forth, turn(page + 1));
  const me = button(words.board.me, boardPageButton.encode(period, topic ?? "any", "mine", "turn"));
  return row(
    page > 1 ? back : disabled(back),
    page < last ? forth : disabled(forth),
    place === undefined ? disabled(me) : me,
  );
}

/** As many seasons as are worth reading. */
const SEASONS_SHOWN = 12;

/** The winners of the seasons that are over, the latest first. */
export function renderHall(seasons: Awaited<ReturnType<Seasons["hall"]>>): Card {
  const { title, none, season: heading, nobody } = words.hallOfFame;
  const shown = seasons.slice(0, SEASONS_SHOWN).map(({ season, closedAt, winners, members }) => {
    const places = winners.map(({ userId, points }, index) =>
      words.notice.place(index + 1, memberName(userId), points),
    );
    return lines(heading(season, stamp(closedAt, "R"), members), ...(places.length > 0 ? places : [nobody]));
  });
  return { components: [container([text(title), ...(shown.length > 0 ? shown : [text(none)])])] };
}

function hall({ period }: BoardPage) {
  return period === "season" ? [row(button(words.notice.hall, hallOfFameButton.encode()))] : [];
}

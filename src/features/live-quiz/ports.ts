import type { Instant } from "../../platform/time.ts";
import type { Question } from "../questions/rules.ts";
import type { Crowd, Live, LiveAnswer, OptionNames } from "./rules.ts";
import type { LivePlace, LiveResult } from "./score-rules.ts";

/** A live quiz as it is stored, with what is counted beside it. */
export type StoredLive = { live: Live; crowd: Crowd; lobbyMessageId?: string };

export type LiveRecording =
  /** `again`: it had been recorded before, by this very tap or an earlier one. */
  | { outcome: "recorded"; answer: LiveAnswer; again: boolean; names: OptionNames; crowd: Crowd }
  /** "closed": that round takes no answer any more; "strange": no such option; "full": no more players. */
  | { outcome: "closed" | "strange" | "full" };

/** The live quizzes of guilds, one under way in a channel at most. They are forgotten some days after they end. */
export type LiveStore = {
  /** "taken": another is under way in this channel. */
  create(live: Live): Promise<"created" | "taken">;
  load(guildId: string, quizId: string): Promise<StoredLive | undefined>;
  /**
   * Puts `after` in the place of `before`; false, and nothing done, if another step came first. `asked`: the options of
   * the round it opens, whose question counts as asked in the guild from `at` on.
   */
  save(before: Live, after: Live, asked?: { names: OptionNames; at: Instant }): Promise<boolean>;
  /** The lobby's message, as the first who knows it tells. */
  noteLobby(guildId: string, quizId: string, messageId: string): Promise<void>;
  join(guildId: string, quizId: string, userId: string): Promise<"joined" | "already" | "full" | "begun" | "over">;
  /** Records the first answer of a member to the round that takes answers; who answers plays. */
  answer(guildId: string, quizId: string, answer: LiveAnswer): Promise<LiveRecording>;
  answers(guildId: string, quizId: string): Promise<LiveAnswer[]>;
  /** Keeps who stands where after a round, so that each may ask without all being reckoned again. */
  keepPlaces(live: Live, places: readonly LivePlace[]): Promise<void>;
  /** How one player stands, and how many have played; nothing for who has answered nothing that is closed. */
  place(guildId: string, quizId: string, userId: string): Promise<LiveMine | undefined>;
};

/** How one player stands after the rounds that are closed; `asked` is how many of them count. */
export type LiveMine = Pick<LivePlace, "place" | "score" | "right"> & { players: number; asked: number };

/** What a live quiz shows in its channel. `settled`: its time has passed, and nothing can be done about it any more. */
export type LiveScreen = { live: Live; settled: boolean } & (
  | { show: "lobby"; players: number }
  | { show: "question"; question: Question; crowd: Crowd; closesAt: Instant }
  /** Of the present round. */
  | {
      show: "result";
      question: Question;
      results: readonly LiveResult[];
      places: readonly LivePlace[];
      nextAt: Instant;
    }
  | { show: "podium"; places: readonly LivePlace[] }
);

/** How live quizzes reach their channel. Each may throw ChannelError, MessageError or TryLaterError. */
export type LiveMessenger = {
  /** Sends a screen; two sends of one screen within minutes make one message. Returns the message's id. */
  send(screen: LiveScreen): Promise<string>;
  /** The message an earlier try sent for this screen, if one did. */
  find(screen: LiveScreen): Promise<string | undefined>;
  /** Draws a screen in the place of what the message shows. A message that is gone is left gone. */
  draw(messageId: string, screen: LiveScreen): Promise<void>;
};

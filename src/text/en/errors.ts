import type { UserErrorCode, UserErrors } from "../user-errors.ts";
import { bold, counted, quoted, topicAndDifficulty } from "./words.ts";

/** The sentence for what a person did wrong: what is wrong, then what to do next. */
export const errors: { readonly [Code in UserErrorCode]: (values: UserErrors[Code]) => string } = {
  "time-unreadable": ({ given }) =>
    `I can't read the time ${quoted(given)}. Write it as 24-hour HH:MM, for example \`21:30\`.`,
  "days-unreadable": ({ given }) =>
    `I can't read the days ${quoted(given)}. Write \`daily\`, \`weekdays\`, \`weekends\` or days such as \`mon,wed,fri\`.`,
  "days-empty": () => "Say on which days: `daily`, `weekdays`, `weekends` or days such as `mon,wed,fri`.",
  "zone-unknown": ({ given }) =>
    `I don't know the time zone ${quoted(given)}. Pick one from the list as you type, like \`Europe/Berlin\`.`,
  "option-invalid": ({ option, given }) =>
    `I can't use ${quoted(given)} for \`${option}\`. Run the command again and choose one of the values Discord offers.`,
  "reveal-after-unreadable": ({ given }) =>
    `I can't reveal the answer after ${quoted(given)}. Write whole hours from \`1h\` to \`24h\`, for example \`6h\`.`,
  "schedule-unknown": ({ given }) =>
    `There is no schedule ${quoted(given)} here. \`/schedule list\` shows those there are.`,
  "schedules-full": ({ limit }) =>
    `This server has ${limit} schedules, which is the most it can have. Remove one with \`/schedule remove\` first.`,
  "schedule-paused": ({ id }) =>
    `\`${id}\` is paused, so it posts nothing. Resume it first with \`/schedule resume schedule:${id}\`.`,
  "edit-empty": ({ id }) =>
    `Say what to change about \`${id}\`, for example \`/schedule edit schedule:${id} time:21:30\`.`,
  "pool-empty": ({ topic, difficulty }) =>
    `I have no question for ${topicAndDifficulty(topic, difficulty)}. Choose another topic or difficulty, or with \`/settings\` which questions are asked here.`,
  "channel-unsuitable": () => "I can only post in text and announcement channels. Pick one of those.",
  "permissions-missing": ({ channelId, permissions }) =>
    `I can't post in <#${channelId}> yet. Give me ${bold(permissions)} there, then try again.`,
  "role-unmentionable": ({ roleId }) =>
    `I may not mention <@&${roleId}>. Allow anyone to mention that role, or give me **Mention @everyone, @here, and All Roles** in the channel.`,
  "post-failed": ({ channelId }) =>
    `<#${channelId}> did not take the question. Check that it exists and that I may post there, then ask again.`,
  "post-delayed": () =>
    "Discord is slow to answer. The question comes by itself within a minute or two; there is no need to ask again.",
  "question-unknown": ({ given }) =>
    `I don't know the question ${quoted(given)}. Type a topic such as \`http\` and choose an id from the list.`,
  "draft-gone": () => "That draft is no longer there. `/question suggest` begins a new one.",
  "suggestions-full": ({ limit }) =>
    `${limit} suggestions wait for the moderators of this server, which is the most there can be. Yours is kept: send it in later.`,
  "suggestions-yours-full": ({ limit }) =>
    `${limit} of your suggestions wait for the moderators, which is the most there can be. This one is kept: send it in when they have decided.`,
  "reports-full": ({ limit }) =>
    `${limit} reports wait for the moderators of this server, which is the most there can be. Tell them directly, or try again later.`,
  "reports-yours-full": ({ limit }) =>
    `${limit} of your reports wait for the moderators, which is the most there can be. Try again when they have decided.`,
  "case-gone": () => "Somebody has just decided on this one, or changed it. `/bank review` shows what waits now.",
  "case-kept": () =>
    "Somebody has just decided on this one, or changed it. What you wrote is kept as a draft of yours: `/question suggest` opens it.",
  "case-faulty": () =>
    "It can't be approved as it is. **Edit** mends what the linter names, or **Deny** sends it back.",
  "bank-full": ({ limit }) =>
    `This server has ${limit} questions of its own, which is the most it can have, retired ones too.`,
  "search-empty": () => "Say what to look for, for example `/question search text:idempotent`.",
  "not-retired": ({ id }) => `${quoted(id)} is not retired in this server, so there is nothing to bring back.`,
  "already-retired": ({ id }) => `${quoted(id)} is retired already. \`/bank restore\` brings it back.`,
  "question-revised": ({ id }) => `${quoted(id)} has changed since you looked. \`/bank health\` shows how it does now.`,
  "file-too-large": ({ limit }) =>
    `The file is too large: at most ${limit} MB. Split it and import the parts one by one.`,
  "file-unreachable": () => "Discord did not give me the file. Upload it again; nothing was changed.",
  "file-kind-unknown": ({ given }) =>
    `I can't tell what kind of file ${quoted(given)} is. Give it a name that ends in \`.yaml\`, \`.csv\` or \`.json\`.`,
  "import-gone": () =>
    "That import is no longer there: it was done, cancelled, or is older than 15 minutes. Upload the file again.",
  "import-outdated": () => "The bank has changed since the file was checked, so nothing was imported. Upload it again.",
  "bank-empty": () => "This server has no questions of its own yet. `/question suggest` or `/bank import` adds some.",
  "career-unknown": ({ given }) =>
    `I have no answer to ${quoted(given)}. \`/career\` alone lists the questions I can answer.`,
  "question-closed": () => "This question is closed. `/daily` shows the one that is open now.",
  "question-gone": () => "I no longer know this question. `/daily` shows the one that is open now.",
  "number-unreadable": ({ given, unit }) =>
    `I can't read ${quoted(given)} as a number${unit ? ` of ${unit}` : ""}. Write digits only, for example \`1024\` or \`0.5\`. Nothing was recorded.`,
  "order-repeats": ({ step }) =>
    `You put ${quoted(step)} in two places. Use each step once and send it again. Nothing was recorded.`,
  "answer-empty": () => "Your answer is empty. Type one and send it again. Nothing was recorded.",
  "answer-held": ({ until }) =>
    `In this server the answer comes <t:${Math.floor(until / 1000)}:R>. Add the question to your review then.`,
  "role-everyone": () =>
    "Every member has that role, so everyone would be a moderator. Pick a role that only your moderators have.",
  "season-over": ({ season }) => `Season ${season} is closed already. \`/settings show\` tells how things stand now.`,
  "season-empty": () => "Nobody has played in this season yet, so there is nothing to close.",
  "moderators-only": () =>
    "Only moderators can do that. Ask a member with **Manage Server** or with the moderator role from `/settings show`.",
  "server-only": () => "This only works in a server. Use it in a channel of your study group.",
  "profile-elsewhere": () =>
    "I can show somebody else only in a server that has me: boards and streaks belong to one. `/profile` alone shows yours.",
  "button-outdated": () => "This button is out of date. Run the command again, or use `/daily` for the open question.",
  "too-fast": ({ seconds }) => `You're going too fast. Try again in ${counted(seconds, "second")}.`,
  "schedule-changed": ({ id }) =>
    `Somebody else has just changed \`${id}\`. \`/schedule list\` shows how it stands now.`,
  "exam-unknown": ({ given }) =>
    `I don't know the exam ${quoted(given)}. Pick one from the list, like \`mock\` or \`a\`.`,
  "exam-empty": () => "There are no questions for this exam right now. Pick another module.",
  "exam-none-open": () =>
    "You don't have an open exam. Start one with `/exam start`, or see your past results with `/exam results`.",
  "exam-not-found": () =>
    "That attempt is gone, or it isn't yours. Open your current one with `/exam resume`, or see past results with `/exam results`.",
  "exam-nothing-missed": () => "You got everything right in this exam, so there's nothing to review.",
  "exam-already-shared": () => "You already shared this result. You can share it again tomorrow.",
  "exam-share-forbidden": () => "I can't post here. Share it in a channel where both you and I can send messages.",
  "not-a-question": () => "That message isn't one of my questions. Use this on one I posted.",
  "keep-unanswered": () =>
    "You did not answer this one, so there is nothing to bring back. `/quiz solo` asks what you have not seen.",
  "live-channel-busy": () =>
    "A live quiz is already running in this channel. Wait until it ends, or ask its host or a moderator to stop it.",
  "live-full": ({ limit }) => `This live quiz is full with ${limit} players. Join earlier next time.`,
  "live-started": () => "The quiz has already started. Answer the next question to join.",
  "live-over": () => "That live quiz is over. A moderator can start a new one with `/quiz live`.",
  "live-closed": () => "This question is closed. The next one comes as a new message below.",
  "live-moved-on": () => "The quiz has moved on. Use the buttons on its latest message.",
  "live-no-players": () => "No one has joined yet. Tap **Join** yourself, or wait for others.",
  "live-no-score": () =>
    "I don't have a score for you in this quiz. Answer a question and check again after it closes. Scores are deleted two days after the quiz.",
  "live-host-only": ({ hostId }) => `Only the host, <@${hostId}>, and moderators can use this button.`,
  "live-moderators-only": () =>
    "Only moderators can start a live quiz. Ask one of them, or play on your own with `/quiz solo`.",
  "quiz-over": () => "That quiz is over. `/quiz solo` shows the one that is open, or starts a new one.",
};

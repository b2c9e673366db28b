import { truncate } from "../../platform/discord/components.ts";
import type { UserErrorCode, UserErrors } from "../user-errors.ts";
import { bold, counted, poolName, quoted } from "./words.ts";

/** Discord allows 4,000 characters per message. */
const MAX_EDIT_LENGTH = 3_500;

/** The message for each user error: what went wrong, then what to do next. */
export const errors: { readonly [Code in UserErrorCode]: (values: UserErrors[Code]) => string } = {
  "time-unreadable": ({ given }) => `I can't read the time ${quoted(given)}. Use 24-hour HH:MM, like \`21:30\`.`,
  "days-unreadable": ({ given }) =>
    `I can't read the days ${quoted(given)}. Use \`daily\`, \`weekdays\`, \`weekends\` or a list like \`mon,wed,fri\`.`,
  "days-empty": () => "Enter at least one day: `daily`, `weekdays`, `weekends` or a list like `mon,wed,fri`.",
  "zone-unknown": ({ given }) =>
    `I don't know the time zone ${quoted(given)}. Pick one from the list as you type, like \`Europe/Berlin\`.`,
  "option-invalid": ({ option, given }) =>
    `I can't use ${quoted(given)} for \`${option}\`. Run the command again and choose one of the values Discord offers.`,
  "reveal-after-unreadable": ({ given }) =>
    `I can't reveal the answer after ${quoted(given)}. Use whole hours from \`1h\` to \`24h\`, like \`6h\`.`,
  "schedule-unknown": ({ given }) =>
    `There's no schedule ${quoted(given)} in this server. See all schedules with \`/schedule list\`.`,
  "schedules-full": ({ limit }) =>
    `This server already has ${limit} schedules, the maximum. Remove one with \`/schedule remove\` first.`,
  "schedule-paused": ({ id }) => `**${id}** is paused. Resume it first with \`/schedule resume schedule:${id}\`.`,
  "edit-empty": ({ id }) => `Add what to change, like \`/schedule edit schedule:${id} time:21:30\`.`,
  "pool-empty": (filter) =>
    `I have no questions for ${poolName(filter)}. Pick another topic or difficulty, or change **Questions** in \`/settings show\`.`,
  "pool-unwanted": () =>
    "All matching questions require a programming language that you haven't chosen. Pick another topic or difficulty, or choose more languages with `/preferences`.",
  "channel-unsuitable": () => "I can only post in text and announcement channels. Pick one of those.",
  "channel-deleted": ({ channelId }) =>
    `<#${channelId}> was deleted. Pick another channel. For a schedule, use \`/schedule edit\`.`,
  "channel-beyond-member": ({ channelId }) =>
    `You can't post in <#${channelId}> yourself. Pick a channel where you can, or ask a member with **Manage Server**.`,
  "permissions-missing": ({ channelId, permissions }) =>
    `I can't post in <#${channelId}> yet. Give me ${bold(permissions)} there, then try again.`,
  "role-unmentionable": ({ roleId }) =>
    `I can't mention <@&${roleId}>. Allow anyone to mention that role, or give me **Mention @everyone, @here, and All Roles** in the channel.`,
  "role-beyond-member": ({ roleId }) =>
    `You can't mention <@&${roleId}> there yourself. Pick a role that you can mention, or ask a member with **Manage Server**.`,
  "discord-unavailable": () => "Discord isn't responding right now, so nothing was changed. Try again in a minute.",
  "post-failed": ({ channelId }) =>
    `I couldn't post in <#${channelId}>. Check that it exists and that I have **Send Messages** there, then try again.`,
  "post-delayed": () =>
    "Discord is slow right now. I'll post the question as soon as it responds, so you don't need to try again.",
  "manual-posts-full": ({ limit }) =>
    `${limit} of this server's questions are still waiting to be posted because Discord is slow. Try again once they're posted.`,
  "question-unknown": ({ given }) =>
    `I don't know the question ${quoted(given)}. Type a topic like \`http\` and pick an id from the list.`,
  "draft-not-found": () => "That draft no longer exists. Start a new one with `/question suggest`.",
  "still-checking": () =>
    "I'm still checking another question. Try again in a few seconds. If you were writing a draft, it's saved.",
  "suggestions-full": ({ limit }) =>
    `${limit} suggestions are already waiting for this server's moderators. I saved yours as a draft. Submit it later.`,
  "suggestions-member-full": ({ limit }) =>
    `${limit} of your suggestions are already waiting for review. I saved this one as a draft. Submit it after the moderators decide on the others.`,
  "reports-full": ({ limit }) =>
    `${limit} reports are already waiting for this server's moderators. Tell them directly, or try again later.`,
  "reports-member-full": ({ limit }) =>
    `${limit} of your reports are already waiting for review. Try again after the moderators decide on them.`,
  "review-item-changed": () =>
    "Another moderator just changed or reviewed this one. See what's waiting with `/bank review`.",
  "review-item-changed-draft-saved": () =>
    "Another moderator just changed or reviewed this one. Your text is saved as a draft: open it with `/question suggest`.",
  "review-item-changed-edit-refused": ({ edit }) => {
    const text = truncate(edit.filter((field) => field !== "").join("\n\n"), MAX_EDIT_LENGTH).replace(
      /`(?=``)/g,
      "`\u200b",
    );
    return `Another moderator just changed or reviewed this one. I didn't save your edit as a draft because you already have another one. Copy it from here if you need it:\n\`\`\`\n${text}\n\`\`\``;
  },
  "suggestion-invalid": () =>
    "This suggestion can't be approved yet. Fix the listed problems with **Edit**, or tap **Deny**.",
  "bank-full": ({ limit }) =>
    `This server already has ${limit} questions of its own, including retired ones. That's the maximum.`,
  "search-empty": () => "Add what to search for, like `/question search text:idempotent`.",
  "not-retired": ({ id }) => `${quoted(id)} isn't retired in this server, so there's nothing to restore.`,
  "already-retired": ({ id }) => `${quoted(id)} is already retired. Restore it with \`/bank restore\`.`,
  "question-revised": ({ id }) =>
    `${quoted(id)} has changed since you opened this. See the current state with \`/bank health\`.`,
  "file-too-large": ({ limit }) => `The file is larger than ${limit} MB. Split it and import the parts separately.`,
  "file-unreachable": () => "I couldn't get the file from Discord, so nothing was changed. Upload it again.",
  "file-kind-unknown": ({ given }) =>
    `I don't know the file type of ${quoted(given)}. Use a name that ends in \`.yaml\`, \`.csv\` or \`.json\`.`,
  "imports-busy": () => "I'm reading other files right now. Upload yours again in a minute.",
  "import-running": () => "I'm still reading another file from this server. Upload this one again in a few seconds.",
  "bank-too-large": ({ limit }) =>
    `This server's own questions would take more than ${limit} MB. Shorten some, or import fewer.`,
  "import-not-found": () =>
    "That import was completed, canceled or replaced by a newer one, or it expired after 15 minutes. Upload the file again.",
  "import-outdated": () =>
    "This server's questions changed after I checked the file, so nothing was imported. Upload it again.",
  "bank-empty": () =>
    "This server has no questions of its own yet. Add some with `/question suggest` or `/bank import`.",
  "career-unknown": ({ given }) =>
    `I don't have an answer to ${quoted(given)}. Run \`/career\` without a question to see what I can answer.`,
  "question-closed": () => "This question is closed. See the open one with `/daily`.",
  "answer-deleted": () =>
    "You deleted your answer to this question, so you can't answer it again. See when the next one opens with `/daily`.",
  "question-removed": () => "I don't have this question anymore. See the open one with `/daily`.",
  "number-unreadable": ({ given, unit }) =>
    `I can't read ${quoted(given)} as a number${unit ? ` of ${unit}` : ""}. Use digits only, like \`1024\` or \`0.5\`. Your answer wasn't saved.`,
  "number-ambiguous": ({ given, readings: [thousands, decimal] }) =>
    `${quoted(given)} could mean ${quoted(thousands)} or ${quoted(decimal)}. Type one of these instead. Your answer wasn't saved.`,
  "order-repeats": ({ step }) => `You used ${quoted(step)} twice. Use each step once. Your answer wasn't saved.`,
  "answer-empty": () => "Your answer is empty, so it wasn't saved. Type an answer and send it again.",
  "answer-withheld": ({ until }) =>
    `This server reveals the answer <t:${Math.floor(until / 1000)}:R>. Add the question to your review after that.`,
  "role-everyone": () =>
    "Every member has that role, so everyone would be a moderator. Pick a role that only your moderators have.",
  "season-over": ({ season }) => `Season ${season} is already over. See the current one with \`/settings show\`.`,
  "season-empty": () => "No one has earned points this season, so there's nothing to end.",
  "moderators-only": () =>
    "Only moderators can do that. Ask a member with **Manage Server** or with the moderator role from `/settings show`.",
  "manage-server-only": () =>
    "Only members with **Manage Server** can change this setting. The moderator role isn't enough.",
  "server-only": () => "This only works in a server. Use it in a channel of your study group.",
  "bot-not-in-server": ({ inviteUrl }) =>
    `I'm not a member of this server, so I can't do that here. Ask a member with **Manage Server** to [add me](${inviteUrl}).`,
  "profile-elsewhere": () =>
    "I can only show other members' profiles in servers I'm in. Run `/profile` without a member to see yours.",
  "button-outdated": () => "This button is out of date. Run the command again, or see the open question with `/daily`.",
  "command-outdated": () => "I don't have that command anymore. See what I can do with `/help`.",
  "too-fast": ({ seconds }) => `You're going too fast. Try again in ${counted(seconds, "second")}.`,
  "schedule-changed": ({ id }) =>
    `Another moderator just changed **${id}**. See the current schedules with \`/schedule list\`.`,
  "schedule-replaced": ({ id }) =>
    `That schedule was removed, and another one is named **${id}** now. See the current schedules with \`/schedule list\`.`,
  "exam-unknown": ({ given }) =>
    `I don't know the exam ${quoted(given)}. Pick one from the list, like \`mock\` or \`a\`.`,
  "exam-empty": () => "There are no questions for this exam right now. Pick another module.",
  "exam-none-open": () =>
    "You don't have an open exam. Start one with `/exam start`, or see your past results with `/exam results`.",
  "exam-not-found": () =>
    "That attempt was deleted, or it isn't yours. Open your current one with `/exam resume`, or see past results with `/exam results`.",
  "exam-nothing-missed": () => "You got everything right in this exam, so there's nothing to review.",
  "exam-already-shared": () => "You already shared this result. You can share it again tomorrow.",
  "exam-share-forbidden": () => "I can't post here. Share it in a channel where both you and I can send messages.",
  "not-a-question": () => "That message isn't one of my questions. Use this on a question that I posted.",
  "review-unanswered": () =>
    "You haven't answered this question, so there's nothing to review. Try new questions with `/quiz solo`.",
  "live-channel-busy": () =>
    "A live quiz is already running in this channel. Wait until it ends, or ask a moderator to stop it.",
  "live-full": ({ limit }) => `This live quiz already has ${limit} players, the maximum. Join earlier next time.`,
  "live-started": () => "The quiz has already started. Answer the next question to join.",
  "live-over": () => "That live quiz is over. A moderator can start a new one with `/quiz live`.",
  "live-closed": () => "This question is closed. I'll post the next one as a new message below.",
  "live-moved-on": () => "The quiz has moved on. Use the buttons on its latest message.",
  "live-no-players": () => "No one has joined yet. Tap **Join** yourself, or wait for others.",
  "live-no-score": () =>
    "I don't have a score for you in this quiz. Answer a question and check again after it closes. Scores are deleted two days after the quiz.",
  "live-guild-busy": ({ limit }) =>
    `${limit} live quizzes are already running in this server, the maximum. Wait until one ends, or stop one.`,
  "live-moderators-only": () =>
    "Only moderators can start a live quiz. Ask one of them, or play on your own with `/quiz solo`.",
  "quiz-over": () => "That quiz is over. Continue or start one with `/quiz solo`.",
};

import type { ClaimStatus } from "../../core/career.ts";
import type { UserErrorCode, UserErrors } from "../../core/errors.ts";
import type { Period } from "../../core/period.ts";
import { PRACTICE_CAP } from "../../core/points.ts";
import type { Difficulty } from "../../core/question.ts";
import type { QuizKind } from "../../core/quiz.ts";
import type { ChannelTrouble } from "../../core/schedule.ts";
import type { Topic } from "../../core/topic.ts";

/** Every word people read, in English. Another language is one more object of this type. */
export type Text = typeof en;

const topics: Readonly<Record<Topic, string>> = {
  http: "HTTP and networking",
  os: "Operating systems and Linux",
  languages: "Python, PHP, Java",
  git: "Git, GitHub, GitLab",
  algorithms: "Data structures, algorithms, maths",
  sql: "SQL",
  storage: "Transactions and storage",
  caching: "NoSQL and caching",
  apis: "API design",
  identity: "Identity",
  security: "Application security",
  architecture: "Web architecture and frameworks",
  distributed: "Distributed and asynchronous systems",
  testing: "Testing and CI",
  deployment: "Servers and deployment",
  operations: "Observability and scale",
};

const difficulties: Readonly<Record<Difficulty, string>> = { 1: "easy", 2: "medium", 3: "hard" };

const periods: Readonly<Record<Period, string>> = {
  today: "Today",
  week: "This week",
  month: "This month",
  season: "This season",
  all: "All time",
};

const days: Readonly<Record<string, string>> = {
  daily: "every day",
  weekdays: "weekdays",
  weekends: "weekends",
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const suffixes: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
const ordinal = (place: number) => `${place}${suffixes[ordinals.select(place)] ?? "th"}`;
const counted = (number: number, one: string, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;
const list = new Intl.ListFormat("en", { type: "conjunction" });
const bold = (words: readonly string[]) => list.format(words.map((word) => `**${word}**`));
const daysInWords = (name: string) => days[name] ?? list.format(name.split("-").map((day) => days[day] ?? day));
const examName = (module: string) => (module === "mock" ? "Mock exam" : `Module ${module.toUpperCase()}`);
const percent = (part: number, whole: number) => `${whole > 0 ? Math.round((part / whole) * 100) : 0} %`;
const topicAndDifficulty = (topic: Topic | undefined, difficulty: Difficulty | undefined) =>
  [topic ? topics[topic] : "any topic", ...(difficulty ? [difficulties[difficulty]] : [])].join(", ");

const claimStatuses: Readonly<Record<ClaimStatus, string>> = {
  verified: "verified",
  superseded: "superseded",
  contradicted: "contradicted",
  unverifiable: "not verifiable",
};

const errors: { readonly [Code in UserErrorCode]: (values: UserErrors[Code]) => string } = {
  "time-unreadable": ({ given }) =>
    `I can't read the time ${quoted(given)}. Write it as 24-hour HH:MM, for example \`21:30\`.`,
  "days-unreadable": ({ given }) =>
    `I can't read the days ${quoted(given)}. Write \`daily\`, \`weekdays\`, \`weekends\` or days such as \`mon,wed,fri\`.`,
  "days-empty": () => "Say on which days: `daily`, `weekdays`, `weekends` or days such as `mon,wed,fri`.",
  "zone-unknown": ({ given }) =>
    `I don't know the time zone ${quoted(given)}. Choose one from the list as you type, for example \`Europe/Berlin\`.`,
  "topic-unknown": ({ given }) =>
    `I don't know the topic ${quoted(given)}. Choose one from the list as you type, for example \`sql\`.`,
  "period-unknown": ({ given }) =>
    `I don't know the period ${quoted(given)}. Choose one from the list, for example \`week\`.`,
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
    `I have no question for ${topicAndDifficulty(topic, difficulty)}. Choose another topic or difficulty.`,
  "channel-unsuitable": () => "I can only post in text and announcement channels. Choose one of those.",
  "permissions-missing": ({ channelId, permissions }) =>
    `I can't post in <#${channelId}> yet: give me ${bold(permissions)} there, then run this again. Nothing was lost.`,
  "role-unmentionable": ({ roleId }) =>
    `I may not mention <@&${roleId}>. Allow anyone to mention that role, or give me **Mention @everyone, @here, and All Roles** in the channel.`,
  "post-failed": ({ channelId }) =>
    `<#${channelId}> did not take the question. Check that it exists and that I may post there; \`/schedule list\` says more.`,
  "post-delayed": () =>
    "Discord is slow to answer. The question comes by itself within a minute or two; there is no need to ask again.",
  "question-unknown": ({ given }) =>
    `I don't know the question ${quoted(given)}. Type a topic such as \`http\` and choose an id from the list.`,
  "career-unknown": ({ given }) =>
    `I have no answer to ${quoted(given)}. \`/career\` alone lists the questions I can answer.`,
  "question-closed": () => "This question is closed. `/daily` shows the one that is open now.",
  "question-gone": () => "I no longer know this question. `/daily` shows the one that is open now.",
  "number-unreadable": ({ given, unit }) =>
    `I can't read ${quoted(given)} as a number${unit ? ` of ${unit}` : ""}. Write digits only, for example \`1024\` or \`0.5\`. Nothing was recorded.`,
  "order-repeats": ({ step }) =>
    `You put ${quoted(step)} in two places. Use each step once and send it again. Nothing was recorded.`,
  "answer-empty": () => "Your answer is empty. Type one and send it again. Nothing was recorded.",
  "moderators-only": () =>
    "Only members who may **Manage Server** can use this button. Ask one of them, or use the command.",
  "server-only": () => "That works in a server only. Use it in a channel of your study group.",
  "button-outdated": () =>
    "This button is out of date. Use the command again, or `/daily` for the question that is open now.",
  "schedule-changed": ({ id }) =>
    `Somebody else has just changed \`${id}\`. \`/schedule list\` shows how it stands now.`,
  "exam-unknown": ({ given }) =>
    `There is no exam ${quoted(given)}. Choose one from the list as you type, for example \`mock\` or \`a\`.`,
  "exam-empty": () => "There is no question for this exam yet. Choose another module.",
  "exam-none-open": () => "You have no exam open. `/exam start` begins one, `/exam results` shows the earlier ones.",
  "exam-over": () =>
    "That attempt is no longer there, or it is not yours. `/exam resume` opens the present one, `/exam results` shows the earlier ones.",
  "exam-none-missed": () => "Every answer of this attempt was right: there is nothing to go through.",
  "exam-shared": () => "You shared this result already. You can share it again tomorrow.",
  "exam-share-refused": () => "I may not post here. Share it from a channel in which both of us may send messages.",
  "not-a-question": () => "That message isn't one of my questions. Use this on one I posted.",
  "keep-unanswered": () =>
    "You did not answer this one, so there is nothing to bring back. `/quiz solo` asks what you have not seen.",
  "quiz-over": () => "That quiz is over. `/quiz solo` shows the one that is open, or starts a new one.",
};

export const en = {
  topics,
  difficulties,
  periods,

  /** The sentence for what a person did wrong: what is wrong, then what to do next. */
  error: <Code extends UserErrorCode>(code: Code, values: UserErrors[Code]): string => errors[code](values),
  fault: (reference: string) =>
    `Something went wrong on my side. Nothing of yours was lost; please try again. If it stays, tell the operator: \`${reference}\`.`,

  question: {
    heading: (topic: Topic, difficulty: Difficulty, worth: number) =>
      `${topics[topic]} · ${difficulties[difficulty]} · ${counted(worth, "point")}`,
    closedHeading: (topic: Topic, difficulty: Difficulty) => `${topics[topic]} · ${difficulties[difficulty]} · closed`,
    footer: (answered: number, closesAt: string) => `${answered} answered · closes ${closesAt}`,
    answer: "Answer",
    change: "Change answer",
    chooseMore: (least: number) => `Choose ${least} or more`,
    howMulti: "Choose every right one: all or nothing.",
    howTyped: "Tap Answer and type it.",
    howOrder: "Tap Answer and put the steps in order.",
    modalTitle: "Your answer",
    yourAnswer: "Your answer",
    inUnit: (unit: string) => `A number, in ${unit}`,
    codeCounts: "Capitals and spaces count",
    numberExample: "A number, for example 1024 or 0.5",
    position: (place: number) => ordinal(place),
    choosePosition: (place: number) => `What comes ${ordinal(place)}?`,
  },

  questionShow: {
    facts: (id: string, rev: number, level: string, objective: string) =>
      `\`${id}\` · revision ${rev} · ${level} · \`${objective}\``,
    retired: (day: string) => `retired on ${day}: no longer asked`,
    forModerators: "### The key, for moderators only",
  },

  feedback: {
    right: "✓ **Right**",
    wrong: "✗ **Not this one**",
    points: (base: number, bonus: number) =>
      bonus > 0 ? `+${counted(base, "point")}, +${bonus} for your streak` : `+${counted(base, "point")}`,
    why: (option: string, why: string) => `**${option}**: ${why}`,
    whyNot: (option: string, why: string) => `Why not **${option}**: ${why}`,
    yours: (option: string, why: string) => `You chose **${option}**: ${why}`,
    yoursToo: (option: string, why: string) => `Right, and you chose it: **${option}**: ${why}`,
    missed: (option: string, why: string) => `You missed **${option}**: ${why}`,
    yourAnswer: (answer: string) => `You answered ${answer}.`,
    rightIs: (option: string, why: string) => `Right is **${option}**: ${why}`,
    rightOrder: "The right order:",
    again: (answer: string, at: string) => `You answered **${answer}** at ${at}; the first answer counts.`,
    streak: (days: number) => `Streak ${counted(days, "day")}`,
    freezes: (number: number) => `${counted(number, "freeze")} left`,
    place: (place: number) => `${ordinal(place)} today`,
    read: (links: readonly string[]) => `Read: ${links.join(" · ")}`,
  },

  quiz: {
    kinds: { quiz: "Quiz", review: "Review", retry: "Retry" } satisfies Record<QuizKind | "retry", string>,
    heading: (kind: string, topic: Topic, difficulty: Difficulty, place: number, of: number) =>
      `${kind} · ${topics[topic]} · ${difficulties[difficulty]} · question ${place} of ${of}`,
    progress: (dots: string, answered: number, of: number) => `${dots}  ${answered} of ${of} answered`,
    resumed: (kind: QuizKind) => `Your ${kind} goes on where you left it.`,
    next: "Next",
    result: "See the result",
    stop: "Stop",
    retry: "Retry what I missed",
    later: "Review later",
    score: (kind: string, right: number, answered: number) =>
      answered > 0 ? `${kind} · ${right} of ${answered} right` : `${kind} · nothing answered`,
    topicScore: (topic: Topic, right: number, answered: number) =>
      `${topics[topic]}  ${"▇".repeat(right)}${"▁".repeat(answered - right)}  ${right} of ${answered}`,
    points: (points: number) => (points > 0 ? `+${counted(points, "point")}` : "No points this time."),
    noPoints: (retry: boolean) =>
      retry
        ? "A retry earns no points: you had just seen the answers."
        : "Points count in a server; here you played for what you learn.",
    pointsRule:
      `A question earns points the first time you answer it right in a season, ${PRACTICE_CAP} a day at most; ` +
      "it still counts for what you know.",
  },

  review: {
    counts: (today: number, tomorrow: number) => `Due today: ${today} · tomorrow: ${tomorrow}.`,
    more: (now: number) => `${counted(now, "card")} still due: \`/review\` brings ${now === 1 ? "it" : "them"}.`,
    nothingDue: (next: string) => `Nothing is due. The next card comes ${next}.`,
    noneLeft: "Nothing is due, and no card is left to come.",
    noCards:
      "You have no cards yet. What you miss or are slow at, in the daily question or in `/quiz solo`, comes back here.",
    noneOfTopic: (topic: Topic, now: number) =>
      `Nothing of ${topics[topic]} is due. ${counted(now, "card")} of other topics: \`/review\` brings them.`,
    kept: (due: string) => `It will come back in your review ${due}. \`/review\` brings what is due.`,
    later: (count: number, first: string | undefined) =>
      first
        ? `${counted(count, "question")} of this quiz will come back in your review, the first ${first}. \`/review\` brings what is due.`
        : "Nothing of this quiz has to come back. `/review` shows what is due.",
  },

  reveal: {
    rightAnswer: "right answer",
    share: (percent: number) => `${percent}%`,
    nobody: "Nobody answered this one.",
    firstRight: (mentions: readonly string[]) => `First right: ${mentions.join(", ")}`,
    rightOf: (right: number, answered: number) => `${right} of ${answered} right`,
    accepted: (answers: readonly string[]) => `Right: ${answers.map((answer) => `**${answer}**`).join(" or ")}`,
    harder: "harder than usual for this group",
    easier: "easier than usual for this group",
    discuss: "Discuss",
    whyNot: "Why not the others",
  },

  daily: {
    missed: (channel: string) => `The question in ${channel}, for you to answer here.`,
    streak: (days: number) => (days > 0 ? `Your streak: ${counted(days, "day")}.` : "Answer today to start a streak."),
    alsoOpen: (links: readonly string[], more: number) =>
      `Also open: ${links.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    nothingOpen: (next: string | undefined) =>
      next
        ? `No question is open right now. The next comes ${next}.`
        : "No question is open, and none is planned. A moderator can plan one with `/schedule add`.",
  },

  board: {
    title: (period: Period, topic: Topic | undefined) =>
      topic ? `${periods[period]} · ${topics[topic]}` : periods[period],
    points: (points: number) => counted(points, "point"),
    streak: (days: number) => `${days}-day streak`,
    you: "you",
    level: (place: number) => `You are tied with ${ordinal(place)}, who got there first.`,
    behind: (points: number, place: number) => `You are ${counted(points, "point")} behind ${ordinal(place)}.`,
    footer: (members: number, page: number, pages: number) =>
      [`${counted(members, "member")} played`, ...(pages > 1 ? [`page ${page} of ${pages}`] : [])].join(" · "),
    ends: (period: Period, at: string) => `${periods[period].replace(/^This /, "").toLowerCase()} ends ${at}`,
    notOnIt: "You are not on this board yet: answer a question and you are.",
    empty: (period: Period, next: string | undefined) => {
      const when = { today: "today", week: "this week", month: "this month", season: "this season", all: "yet" }[
        period
      ];
      return `No one has answered ${when}. ${next ? `The next question comes ${next}.` : "No question is planned yet."}`;
    },
    buttons: { today: "Today", week: "Week", month: "Month", season: "Season", all: "All" } satisfies Record<
      Period,
      string
    >,
    back: "‹ Back",
    forth: "Next ›",
    me: "Me",
  },

  schedule: {
    rule: (
      dayName: string,
      time: string,
      channel: string,
      zone: string,
      topic: Topic | undefined,
      difficulty: Difficulty | undefined,
    ) => `${daysInWords(dayName)} at ${time} in ${channel} (${zone}), ${topicAndDifficulty(topic, difficulty)}`,
    added: (id: string, rule: string) => `Schedule \`${id}\` is set: ${rule}.`,
    edited: (id: string, rule: string) => `Schedule \`${id}\` is now: ${rule}.`,
    zoneHint: "Times are in UTC; `/schedule edit` with `timezone:` makes them yours.",
    guildZone: (zone: string) => `Days for streaks and boards begin and end in ${zone}.`,
    next: (times: readonly string[]) => `Next: ${times.join(", ")}.`,
    details: (hours: number, role: string | undefined, thread: boolean) =>
      [
        `The answer comes ${counted(hours, "hour")} after the question`,
        ...(role ? [`it mentions ${role}`] : []),
        ...(thread ? ["a thread opens for discussion"] : []),
      ].join(", "),
    previewTitle: (id: string) => `### Next runs of \`${id}\``,
    previewLine: (local: string, stamp: string, relative: string) => `${local} · for you ${stamp}, ${relative}`,
    clockChange: (at: string, zone: string) =>
      `The clocks in ${zone} change ${at}. The question keeps its local time; for members elsewhere it moves.`,
    listTitle: (number: number) => `### ${counted(number, "schedule")}`,
    listGoesOn: "### … and",
    none: "No schedule yet. Set one in a minute: `/schedule add channel:#daily time:09:00`.",
    nextRun: (at: string) => `next ${at}`,
    lastPosted: (at: string, link: string) => `last [posted](${link}) ${at}`,
    lastSkipped: (at: string) => `the question due ${at} was skipped: I was away for too long`,
    pausedByModerator: (id: string) => `paused · resume it with \`/schedule resume schedule:${id}\``,
    pausedByChannel: (id: string, channel: string, reason: ChannelTrouble) =>
      `I paused it: ${troubles[reason](channel)}. ${cures[reason](id)}`,
    paused: (id: string) =>
      `\`${id}\` is paused and keeps all its settings. Resume it with \`/schedule resume schedule:${id}\`.`,
    resumed: (id: string) => `\`${id}\` goes on.`,
    askRemove: (id: string, rule: string) =>
      `Remove \`${id}\` (${rule})? Questions already posted and all points stay.`,
    removed: (id: string) => `\`${id}\` is removed. Questions already posted and all points stay.`,
    kept: (id: string) => `\`${id}\` stays as it is.`,
    posted: (link: string, closes: string) => `Posted: ${link}. The answer comes ${closes}.`,
    buttons: { postNow: "Post one now", preview: "Preview", remove: "Remove it", keep: "Keep it" },
  },

  career: {
    intro: [
      "### Questions about the work",
      "What people ask about back-end work, and which of the figures they quote hold. Choose a question.",
    ].join("\n"),
    choose: "Choose a question",
    chooseNext: "Choose another question",
    heading: (question: string) => `### ${question}`,
    claims: "What people read elsewhere, and what came of it when we looked:",
    claim: (claim: string, value: string) => `**${claim}:** ${value}`,
    origin: (place: string, period: string, source: string, day: string) =>
      `-# ${place} · ${period} · ${source} · as of ${day}`,
    status: (status: ClaimStatus, note: string | undefined) =>
      `-# ${[claimStatuses[status], ...(note ? [note] : [])].join(": ")}`,
    notScored: "-# For your information: never asked, never scored, and no promise of a job or a wage.",
  },

  exam: {
    name: examName,
    about: (module: string, items: number, minutes: number, about: readonly Topic[]) =>
      module === "mock"
        ? `${examName(module)} · ${items} questions in ${minutes} minutes`
        : `${examName(module)} · ${items} in ${minutes} min · ${about.map((topic) => topics[topic]).join("; ")}`,
    progress: (module: string, place: number, items: number, ends: string, flagged: number) =>
      `${examName(module)} · ${place} of ${items} · ends ${ends} · ${flagged} flagged`,
    open: "Open: you have not answered this one yet.",
    chosen: (answer: string) => `Your answer: ${answer}. You may change it until you submit.`,
    flagged: "⚑ Flagged to look at again.",
    withheld: "This server is being asked this question right now. Look again after its answer has been shown.",
    gone: "This question has been taken out of the bank. It will not be scored; go on with the next.",
    buttons: {
      back: "Back",
      flag: "Flag",
      unflag: "Unflag",
      next: "Next",
      overview: "Overview",
      submit: "Submit",
      submitAnyway: "Submit",
      goOn: "Back to the exam",
      resume: "Resume",
      abandon: "Abandon it",
      abandonSure: "Throw it away",
      keep: "Keep it",
      wrong: "Wrong answers",
      review: "Add to my review",
      share: "Share",
      report: "Back to the report",
    },
    overview: (module: string, ends: string) => `### ${examName(module)} · overview\n-# Ends ${ends}`,
    legend: (answered: number, open: number, flagged: number) =>
      `● answered ${answered} · ○ open ${open} · ⚑ flagged ${flagged}`,
    openOnes: (places: readonly number[]) => `**Open:** ${places.join(", ")}`,
    flaggedOnes: (places: readonly number[]) => `**Flagged:** ${places.join(", ")}`,
    jump: (from: number, to: number) => `Go to question ${from} to ${to}`,
    place: (place: number, answered: boolean, flagged: boolean) =>
      `${place} · ${answered ? "● answered" : "○ open"}${flagged ? " · ⚑ flagged" : ""}`,
    range: (from: number, to: number) => `${from}–${to}`,
    askSubmit: (open: number) => {
      if (open === 0) return "All questions are answered. Submit?";
      return `${counted(open, "question is", "questions are")} open. Submit anyway?`;
    },
    busy: (module: string, answered: number, items: number, ends: string) =>
      `You have an attempt open: ${examName(module)}, ${answered} of ${items} answered, ends ${ends}. One at a time: resume it, or abandon it to start another.`,
    askAbandon: (module: string, answered: number, wished: string) =>
      `Throw away ${examName(module)} with ${counted(answered, "answer")} and start ${examName(wished)}? It leaves no result.`,
    endedAway: (module: string, at: string, right: number, items: number) =>
      `Your time for ${examName(module)} ended ${at}, so I submitted what you had answered: ${right} of ${items}. \`/exam results\` has the report.`,
    timeUp: (at: string) => `Your time ended ${at}, so I submitted what you had answered.`,
    earlier: (at: string) => `This attempt was submitted ${at}; nothing in it can be changed any more.`,
    score: (module: string, right: number, items: number, passed: boolean) => {
      const verdict = passed ? (module === "mock" ? "passed!" : "passed") : "not passed";
      return `### ${examName(module)} · ${right} of ${items} · ${verdict}`;
    },
    passMark: (mark: number, items: number) => `Pass mark ${mark} of ${items} (practice standard, not validated)`,
    extraTime: "with extra time",
    weakest: (weakest: readonly Topic[]) =>
      `Weakest: ${list.format(weakest.map((topic) => `**${topics[topic]}**`))}. Ten minutes there gain the most.`,
    ownExam: "This is this bot's own exam; no official one exists.",
    aModule: "A module is practice for its topics: only the mock exam tells how you would do in all of them.",
    points: "Passing it earns 100 points, once a season, in the server it was started in.",
    missed: (module: string, place: number, missed: number) => `${examName(module)} · not right: ${place} of ${missed}`,
    leftOpen: "You left this one open.",
    reviewed: (questions: number) =>
      `${counted(questions, "question is", "questions are")} in your review. \`/review\` brings back each when it is time.`,
    sharedCard: (who: string, module: string, right: number, items: number, passed: boolean) =>
      `${who} sat ${examName(module)}: ${right} of ${items}, ${passed ? "passed" : "not passed yet"}`,
    historyTitle: "### Your exams",
    noHistory: "You have submitted no exam yet. `/exam start` begins one.",
    historyLine: (module: string, right: number, items: number, passed: boolean, at: string) =>
      `${examName(module)} · ${right} of ${items} (${percent(right, items)}) · ${passed ? "passed" : "not passed"} · ${at}`,
    openReport: "Open a report",
    pastReport: (module: string, right: number, items: number, day: string) =>
      `${examName(module)} · ${right} of ${items} · ${day}`,
    trend: (module: string, change: "rising" | "falling" | "level") =>
      `${examName(module)}: ${change} against your attempts before`,
    readinessTitle: "**Would you pass this bot's mock exam today?**",
    readiness: ([from, to]: readonly [number, number], gain: Topic) =>
      `${from}–${to}% likely. Practising ${topics[gain]} would raise it most.`,
    readinessLabel:
      "A prediction of this bot's own mock exam from your first answers, newer ones counting more; of no other exam.",
    readinessHidden: (inAll: number, missing: readonly { topic: Topic; attempts: number }[], more: number) =>
      `Too little to tell yet. It takes ${[
        ...(inAll > 0 ? [`${counted(inAll, "more first answer")} in all`] : []),
        ...missing.map(({ topic, attempts }) => `${attempts} more in **${topics[topic]}**`),
        ...(more > 0 ? [`some in ${counted(more, "other topic")}`] : []),
      ].join("; ")}.`,
  },

  help: {
    members: [
      "### Rootine: a back-end question a day",
      "**Try now**",
      "Tap a letter under today's question. You alone see at once whether it was right, and why.",
      "Missed the post? `/daily` brings it to you.",
      "See where you stand: `/leaderboard`.",
      "",
      "**Answer**: `/daily` shows the open question, your answer and your streak",
      "**Practise**: `/quiz solo` asks what suits you, `/review` brings back what you missed when it is time to",
      "**Sit an exam**: `/exam start` for a module or the mock exam, `/exam resume`, `/exam results`",
      "**See how I do**: `/leaderboard` for today, week, month, season or all time, also by topic",
      "**Ask about the work**: `/career`",
      "",
      "A right answer earns 10, 20 or 30 points by difficulty, and up to 10 more for your streak. Only your first answer counts. " +
        "A week of days earns a freeze, which covers a missed day; you can hold two. " +
        `In quizzes and reviews it is 2, 4 or 6 points, once a season for each question and ${PRACTICE_CAP} a day at most.`,
    ].join("\n"),
    moderators: [
      "### For moderators",
      "**Plan a question**: `/schedule add channel:#daily time:09:00 timezone:Europe/Berlin`",
      "**See what is planned**: `/schedule list`, `/schedule preview`",
      "**Change it**: `/schedule edit`, `pause`, `resume`, `remove`",
      "**Post one at once**: `/schedule post-now`",
      "**Look at a question and its key**: `/question show`",
      "",
      "I need **View Channel**, **Send Messages** and **Read Message History** where I post, and **Create Public Threads** for threads. " +
        "If a channel stops taking questions I pause its schedule and say so in `/schedule list`; nothing is lost.",
    ].join("\n"),
  },

  commands: {
    daily: "Answer today's question, or see what you answered",
    exam: "Sit a practice exam",
    examStart: "Begin a module of 20 questions, or the mock exam",
    examResume: "Go on with the exam you have open",
    examResults: "Show how your exams went, and whether you would pass the mock exam",
    quiz: "Practise with questions chosen for you",
    quizSolo: "A private quiz, one question at a time",
    keep: "Add to my review",
    review: "Bring back what you missed, when it is time to",
    leaderboard: "Show who leads in this server",
    anyTopic: "Any topic",
    anyDifficulty: "any",
    question: "Look at the questions of the bank",
    questionShow: "Show a question as it looks when it is posted",
    career: "Ask about back-end work: tasks, pay, demand, how to prepare",
    help: "What I do and how to use it",
    schedule: "Plan the questions of this server",
    scheduleAdd: "Post a question at the same local time on chosen days",
    scheduleList: "Show all schedules, when they run next and how they went",
    scheduleEdit: "Change a schedule",
    schedulePreview: "Show the next five runs of a schedule",
    schedulePause: "Stop a schedule and keep its settings",
    scheduleResume: "Wake a paused schedule",
    scheduleRemove: "Remove a schedule",
    schedulePostNow: "Post a question of a schedule at once",
    options: {
      channel: "Where to post",
      time: "24-hour local time, for example 09:00",
      days: "daily, weekdays, weekends, or days such as mon,wed,fri (default: daily)",
      timezone: "Whose clock counts, for example Europe/Berlin",
      topic: "Questions of one topic only",
      difficulty: "Questions of one difficulty only",
      revealAfter: "Hours until the answer is shown, 1h to 24h (default: 6h)",
      pingRole: "A role to mention with each question",
      thread: "Open a thread for discussion at the reveal",
      schedule: "Which schedule",
      question: "Id of the question, for example http.retry-lost-put",
      count: "How many questions, 3 to 20 (default: 5)",
      period: "Which stretch of time (default: week)",
      page: "Which page",
      noPing: "Mention no role any longer",
      careerQuestion: "What you would like to know; leave it out for a list",
      module: "Which exam",
      extraTime: "Take one and a half times as long",
    },
  },
} as const;

const troubles: Readonly<Record<ChannelTrouble, (channel: string) => string>> = {
  gone: () => "its channel was deleted",
  "no-access": (channel) => `I can no longer see ${channel}`,
  "no-permission": (channel) => `I may no longer post in ${channel}`,
};

const cures: Readonly<Record<ChannelTrouble, (id: string) => string>> = {
  gone: (id) => `Choose another with \`/schedule edit schedule:${id} channel:\` and it goes on.`,
  "no-access": (id) =>
    `Let me see it, then \`/schedule resume schedule:${id}\`, or choose another with \`/schedule edit\`.`,
  "no-permission": (id) =>
    `Allow it, then \`/schedule resume schedule:${id}\`, or choose another with \`/schedule edit\`.`,
};

/** What a person gave, in code marks it cannot break out of. */
function quoted(given: string): string {
  const shown = given.length > 60 ? `${given.slice(0, 60)}…` : given;
  return `\`${shown.replaceAll("`", "ˋ").replace(/\s+/g, " ") || " "}\``;
}

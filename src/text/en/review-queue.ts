import type { Topic } from "../../features/questions/topic-rules.ts";
import { topics } from "./words.ts";

export const reviewQueue = {
  suggestion: (position: number, total: number, member: string, at: string) =>
    `Suggestion ${position} of ${total} · from ${member} · ${at}`,
  report: (position: number, total: number, member: string, at: string) =>
    `Report ${position} of ${total} · from ${member} · ${at}`,
  deletedMember: "a member who deleted their data",
  about: (questionId: string) => `About \`${questionId}\`:`,
  empty:
    "The review queue is empty. Members suggest questions with `/question suggest` and report problems with `/question report`.",
  approved: (id: string) => `Approved as \`${id}\`. I can ask it from now on.`,
  denied: "Denied. I sent your reason to the author.",
  dismissed: "Report dismissed. The question is unchanged.",
  retired: (id: string) => `\`${id}\` is retired, so I won't ask it here again. Undo: \`/bank restore id:${id}\`.`,
  restored: (id: string) => `\`${id}\` is active again.`,
  denyTitle: "Deny suggestion",
  denyReason: "Reason",
  denyHint: "I'll send this to the author, who can edit the question and submit it again.",
  notification: (kind: "suggestion" | "report", member: string, topic: Topic) =>
    kind === "suggestion"
      ? `${member} suggested a question about ${topics[topic]}.`
      : `${member} reported a problem with a question about ${topics[topic]}.`,
  buttons: {
    approve: "Approve",
    edit: "Edit",
    deny: "Deny",
    dismiss: "Dismiss",
    retire: "Retire question",
    review: "Review",
    back: "‹",
    next: "›",
  },
} as const;

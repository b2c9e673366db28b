import type { ClaimStatus } from "../../features/career/rules.ts";

const claimStatuses: Readonly<Record<ClaimStatus, string>> = {
  verified: "verified",
  superseded: "superseded",
  contradicted: "contradicted",
  unread: "not verified at its source",
  unverifiable: "can't be verified",
};

export const career = {
  intro: [
    "### Back-end careers",
    "Common questions about back-end work, and whether the numbers people quote are true. Pick a question.",
  ].join("\n"),
  choose: "Pick a question",
  chooseNext: "Pick another question",
  heading: (question: string) => `### ${question}`,
  sourced: "**What sources say**",
  unsourced: "**Often quoted, but without a source**",
  claim: (claim: string, value: string) => `**${claim}:** ${value}`,
  origin: (place: string, period: string, source: string, day: string) =>
    `-# ${place} · ${period} · ${source} · as of ${day}`,
  status: (status: ClaimStatus, copy: string | undefined, note: string | undefined) =>
    `-# ${[claimStatuses[status], ...(copy ? [`(${copy})`] : [])].join(" ")}${note ? `: ${note}` : ""}`,
  /** In smaller print than a claim with a source. */
  unsourcedClaim: (claim: string, value: string, place: string, period: string) =>
    `-# **${claim}:** ${value} (${place}, ${period})`,
  notScored: "-# For information only. It's never scored and doesn't promise a job or a salary.",
} as const;

import type { ClaimStatus } from "../../features/career/rules.ts";

const claimStatuses: Readonly<Record<ClaimStatus, string>> = {
  verified: "verified",
  superseded: "superseded",
  contradicted: "contradicted",
  unverifiable: "can't be verified",
};

export const career = {
  intro: [
    "### Back-end careers",
    "What people ask about back-end work, and which of the numbers they quote are true. Pick a question.",
  ].join("\n"),
  choose: "Pick a question",
  chooseNext: "Pick another question",
  heading: (question: string) => `### ${question}`,
  claims: "Claims you may have read, and what we found:",
  claim: (claim: string, value: string) => `**${claim}:** ${value}`,
  origin: (place: string, period: string, source: string, day: string) =>
    `-# ${place} · ${period} · ${source} · as of ${day}`,
  status: (status: ClaimStatus, note: string | undefined) =>
    `-# ${[claimStatuses[status], ...(note ? [note] : [])].join(": ")}`,
  notScored: "-# For information only. It's never scored and doesn't promise a job or a salary.",
} as const;

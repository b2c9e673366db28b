import type { ClaimStatus } from "../../features/career/rules.ts";

const claimStatuses: Readonly<Record<ClaimStatus, string>> = {
  verified: "verified",
  superseded: "superseded",
  contradicted: "contradicted",
  unverifiable: "not verifiable",
};

export const career = {
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
} as const;

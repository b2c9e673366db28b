/** What the doctor checked, and the problem if there is one, with what to do about it. */
export type Finding = { check: string; ok: string } | { check: string; problem: string };

export function formatFinding(finding: Finding): string {
  return "ok" in finding ? `✓ ${finding.check}: ${finding.ok}` : `✗ ${finding.check}: ${finding.problem}`;
}

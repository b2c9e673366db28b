/** One line of the doctor: what was looked at, and what to do where it is not well. */
export type Finding = { about: string; ok: string } | { about: string; todo: string };

export function lineOf(finding: Finding): string {
  return "ok" in finding ? `✓ ${finding.about}: ${finding.ok}` : `✗ ${finding.about}: ${finding.todo}`;
}

import { createHash } from "node:crypto";
import type { Severity } from "../findings.ts";
import { groupBy } from "../statistics.ts";
import { goneMessage, type LockEntry } from "./lock.ts";
import { isGone, type Resolution } from "./resolve.ts";

type Check = {
  /** What the lock should record. */
  readonly entry: LockEntry;
  readonly problem?: { readonly severity: Severity; readonly message: string };
};

/** Compares a reference with its source and with its entry in the lock. */
export function checkReference(
  url: string,
  resolution: Resolution,
  known: LockEntry | undefined,
  today: string,
): Check {
  if ("reason" in resolution) return checkUnverified(url, resolution, known);

  const sha256 = createHash("sha256").update(resolution.text).digest("hex");
  const wasVerified = known !== undefined && known.verified !== false;
  const isUnchanged = wasVerified && known.sha256 === sha256;
  const { source, version, dated, obsoletedBy } = resolution;
  const entry = isUnchanged ? known : { verified: today, source, version, ...(dated && { dated }), sha256 };
  if (wasVerified && !isUnchanged) {
    return { entry, ...warning(`The text of ${url} has changed since ${known.verified}. Read it again.`) };
  }
  if (obsoletedBy.length > 0) return { entry, ...warning(`${obsoletedBy.join(", ")} made ${url} obsolete.`) };
  return { entry };
}

function checkUnverified(
  url: string,
  { reason, source }: Extract<Resolution, { reason: unknown }>,
  known: LockEntry | undefined,
): Check {
  const entry = { verified: false, reason } as const;
  if (isGone(reason)) return { entry, problem: { severity: "error", message: goneMessage(url, reason) } };
  if (known === undefined || known.verified === false) return { entry };
  // The earlier verification is still valid if the source is unavailable today.
  return { entry: known, ...warning(`${url} wasn't compared: ${reason}, ${source}.`) };
}

function warning(message: string): Pick<Check, "problem"> {
  return { problem: { severity: "warning", message } };
}

/** Explains why references couldn't be verified. One line per reason and source, the most frequent first. */
export function describeUnverified(checks: readonly { url: string; resolution: Resolution }[]): string[] {
  const causes = checks.flatMap(({ url, resolution }) =>
    "reason" in resolution ? [`${resolution.reason}: ${resolution.source ?? new URL(url).hostname}`] : [],
  );
  const counts = [...groupBy(causes, (cause) => cause)].map(([cause, { length }]) => ({ cause, length }));
  return counts
    .sort((a, b) => b.length - a.length)
    .map(({ cause, length }) => `${String(length).padStart(4)} ${cause}`);
}

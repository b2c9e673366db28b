import {
  button,
  type Card,
  container,
  disabled,
  lines,
  row,
  text,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { memberName } from "../privacy/view.ts";
import { showSettingsButton } from "../settings/ids.ts";
import { auditLogButton } from "./ids.ts";
import { type AuditEntry, ROOTINE } from "./rules.ts";

export const ENTRIES_PER_PAGE = 10;

/** `page` is 1-based. */
export function renderAuditLog(
  { entries, total }: { entries: readonly AuditEntry[]; total: number },
  page: number,
): Card {
  const pages = Math.max(1, Math.ceil(total / ENTRIES_PER_PAGE));
  const newer = button(words.auditLog.newer, auditLogButton.encode(Math.max(page - 1, 1), "newer"));
  const older = button(words.auditLog.older, auditLogButton.encode(page + 1, "older"));
  return {
    components: [
      container([
        text(words.auditLog.title),
        lines(...(entries.length > 0 ? entries.map(auditLine) : [words.auditLog.empty])),
        ...(total > 0 ? [text(`-# ${words.auditLog.page(page, pages, total)}`)] : []),
        row(
          page > 1 ? newer : disabled(newer),
          page < pages ? older : disabled(older),
          button(words.auditLog.settings, showSettingsButton.encode()),
        ),
      ]),
    ],
  };
}

export function auditLine({ by, at, change, times = 1 }: AuditEntry): string {
  return words.auditLog.entry(by === ROOTINE ? words.auditLog.me : memberName(by), change, timestamp(at, "R"), times);
}

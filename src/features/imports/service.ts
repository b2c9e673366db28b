import { setImmediate } from "node:timers/promises";
import { type Clock, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { AuditLogService } from "../audit-log/service.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { BankStore } from "../questions/bank-store.ts";
import { isOwn, MAX_IMPORTED_QUESTIONS, MAX_OWN_BYTES, MAX_OWN_QUESTIONS } from "../questions/own-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { RescoringService } from "../rescoring/service.ts";
import { formatOf, type ImportFormat, type ImportReport, MAX_FILE_BYTES } from "./rules.ts";
import type { ImportStore } from "./store.ts";
import type { ImportValidator } from "./validator.ts";

type Dependencies = {
  store: ImportStore;
  ownBank: Pick<BankStore, "version">;
  banks: Pick<BankService, "of">;
  attachments: { read(url: string, maxBytes: number): Promise<Uint8Array> };
  validator: ImportValidator;
  auditLog: Pick<AuditLogService, "recordAndNotify">;
  rescoring: Pick<RescoringService, "revise">;
  clock: Clock;
};

export type Upload = { name: string; size: number; url: string };

/** `importId` is absent if there is nothing to import. */
export type ImportPreview = Omit<ImportReport, "questions"> & { name: string; importId?: string };

/** Imports and exports a guild's own questions. */
export function createImports(dependencies: Dependencies) {
  const { store, ownBank, banks, attachments, validator, auditLog, rescoring, clock } = dependencies;

  /** Guilds whose file is being read. */
  const reading = new Set<string>();

  /** Reads a file and previews the import. The bank doesn't change until `confirm`. */
  async function preview(guildId: string, importId: string, { name, size, url }: Upload): Promise<ImportPreview> {
    const format = formatOf(name);
    if (!format) throw new UserError("file-kind-unknown", { given: name });
    if (size > MAX_FILE_BYTES) throw new UserError("file-too-large", { limit: MAX_FILE_BYTES / 1_000_000 });
    if (reading.has(guildId)) throw new UserError("import-running", {});
    reading.add(guildId);
    try {
      return await read(guildId, importId, { name, url, format });
    } finally {
      reading.delete(guildId);
    }
  }

  async function read(
    guildId: string,
    importId: string,
    { name, url, format }: Pick<Upload, "name" | "url"> & { format: ImportFormat },
  ): Promise<ImportPreview> {
    const bytes = await attachments.read(url, MAX_FILE_BYTES);
    // Read before the bank, so a change in between makes the import outdated instead of wrong.
    const version = await ownBank.version(guildId);
    const bank = await questionsOf(guildId);
    const today = localDateAt(clock(), "UTC");
    const { questions, ...report } = await validator.validate({ format, bytes, guildId, today, bank });
    if (questions.length === 0) return { ...report, name };
    await store.save(guildId, importId, version, questions);
    return { ...report, name, importId };
  }

  /** Saves all questions or none. Returns how many it saved. */
  async function confirm(guildId: string, userId: string, importId: string): Promise<number> {
    const ids = await store.questionIds(guildId, importId);
    const outcome = await rescoring.revise(guildId, ids, () => store.commit(guildId, importId));
    if (outcome === "missing") throw new UserError("import-not-found", {});
    if (outcome === "outdated") throw new UserError("import-outdated", {});
    if (outcome === "too-large") throw new UserError("bank-too-large", { limit: MAX_OWN_BYTES / 1_000_000 });
    if (outcome === "full") throw new UserError("bank-full", { limit: MAX_OWN_QUESTIONS });
    if (!outcome.repeated)
      await auditLog.recordAndNotify(guildId, userId, { kind: "questions-imported", count: outcome.count });
    return outcome.count;
  }

  async function cancel(guildId: string, importId: string): Promise<void> {
    if (!(await store.cancel(guildId, importId))) throw new UserError("import-not-found", {});
  }

  /** Exports the guild's own questions as files that can be imported again. */
  async function exportFiles(guildId: string): Promise<Uint8Array[]> {
    const own = (await questionsOf(guildId)).filter(({ id }) => isOwn(id));
    if (own.length === 0) throw new UserError("bank-empty", {});
    return exportQuestions(own, MAX_FILE_BYTES);
  }

  async function questionsOf(guildId: string): Promise<Question[]> {
    const bank = await banks.of(guildId);
    return bank.ids().flatMap((id) => bank.find(id) ?? []);
  }

  return { preview, confirm, cancel, exportFiles };
}

export type Imports = ReturnType<typeof createImports>;

const HEADER = "# Questions of a Discord server. Edit them and import the file again with /bank import.\nitems:\n";
/** Yields to the event loop after this many questions. Serializing them takes a few milliseconds. */
const QUESTIONS_PER_TURN = 20;

/** Writes questions as YAML files of at most `maxBytes`, each of which `/bank import` accepts. */
export async function exportQuestions(questions: readonly Question[], maxBytes: number): Promise<Uint8Array[]> {
  const { CORE_SCHEMA, dump } = await import("js-yaml/browser");
  const files: string[][] = [];
  let size = maxBytes;
  for (const [index, question] of questions.entries()) {
    if (index % QUESTIONS_PER_TURN === QUESTIONS_PER_TURN - 1) await setImmediate();
    const yaml = dump([question], { schema: CORE_SCHEMA, lineWidth: 110 });
    const item = `${yaml.replace(/^(?=.)/gm, "  ")}\n`;
    const bytes = Buffer.byteLength(item);
    if (size + bytes > maxBytes || (files.at(-1)?.length ?? 0) >= MAX_IMPORTED_QUESTIONS) {
      files.push([]);
      size = HEADER.length;
    }
    files.at(-1)?.push(item);
    size += bytes;
  }
  return files.map((items) => Buffer.from(HEADER + items.join("")));
}

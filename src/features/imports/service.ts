import { type Clock, localDateAt } from "../../platform/time.ts";
import { UserError } from "../../text/user-errors.ts";
import type { Audit } from "../audit-log/service.ts";
import { isOwn, OWN_QUESTIONS } from "../questions/own-rules.ts";
import type { Banks, OwnBankStore } from "../questions/ports.ts";
import type { Question } from "../questions/rules.ts";
import type { Rescoring } from "../rescoring/service.ts";
import type { Attachments, ImportFile, ImportReader, ImportReading, ImportStore, QuestionWriter } from "./ports.ts";

type Needs = {
  attachments: Attachments;
  reader: ImportReader;
  writer: QuestionWriter;
  imports: ImportStore;
  banks: Banks;
  own: Pick<OwnBankStore, "version">;
  audit: Pick<Audit, "note">;
  rescoring: Pick<Rescoring, "revise">;
  clock: Clock;
};

export type Upload = { name: string; size: number; url: string };
/** `importId`: what confirms it; absent where there is nothing to write. */
export type Checked = Omit<ImportReading, "questions"> & { name: string; importId?: string };

const MEGABYTE = 1_000_000;
const KINDS: ReadonlyMap<string, ImportFile["kind"]> = new Map([
  ["yaml", "yaml"],
  ["yml", "yaml"],
  ["json", "json"],
  ["csv", "csv"],
]);

/** How a server's own questions come in as a file, and go out as one. */
export function createImports({ attachments, reader, writer, imports, banks, own, ...needs }: Needs) {
  const { audit, rescoring, clock } = needs;

  /** Reads a file and tells what is in it; nothing is written before it is confirmed. */
  async function check(guildId: string, importId: string, { name, size, url }: Upload): Promise<Checked> {
    const kind = KINDS.get(name.slice(name.lastIndexOf(".") + 1).toLowerCase());
    if (!kind) throw new UserError("file-kind-unknown", { given: name });
    if (size > MEGABYTE) throw new UserError("file-too-large", { limit: 1 });

    const bytes = await attachments.read(url, MEGABYTE);
    const version = await own.version(guildId);
    const known = everyOf(await banks.of(guildId));
    const today = localDateAt(clock(), "UTC");
    const { questions, ...reading } = await reader.read({ kind, bytes, guildId, today, known });
    if (questions.length === 0) return { ...reading, name };
    await imports.keep(guildId, importId, version, questions);
    return { ...reading, name, importId };
  }

  /** Writes what was read, all of it or nothing; tells how many questions that were. */
  async function confirm(guildId: string, userId: string, importId: string): Promise<number> {
    const ids = await imports.ids(guildId, importId);
    const outcome = await rescoring.revise(guildId, ids, () => imports.commit(guildId, importId));
    if (outcome === "gone") throw new UserError("import-gone", {});
    if (outcome === "moved") throw new UserError("import-outdated", {});
    if (outcome === "full") throw new UserError("bank-full", { limit: OWN_QUESTIONS });
    if (!outcome.again) await audit.note(guildId, userId, { kind: "questions-imported", count: outcome.count });
    return outcome.count;
  }

  async function cancel(guildId: string, importId: string): Promise<void> {
    if (!(await imports.drop(guildId, importId))) throw new UserError("import-gone", {});
  }

  /** The guild's own questions as files that can each be imported again. */
  async function files(guildId: string): Promise<Uint8Array[]> {
    const questions = everyOf(await banks.of(guildId)).filter(({ id }) => isOwn(id));
    if (questions.length === 0) throw new UserError("bank-empty", {});
    return writer.write(questions, MEGABYTE);
  }

  return { check, confirm, cancel, files };
}

export type Imports = ReturnType<typeof createImports>;

function everyOf(bank: { ids(): readonly string[]; find(id: string): Question | undefined }): Question[] {
  return bank.ids().flatMap((id) => bank.find(id) ?? []);
}

import { z } from "zod";
import { type Clock, type LocalDate, localDateAt, MINUTE, SECOND } from "../../platform/time.ts";
import { createWorkerThread, toJsonTexts, WorkerThreadError } from "../../platform/worker-thread.ts";
import { UserError } from "../../text/user-errors.ts";
import type { Bank } from "../questions/bank-rules.ts";
import type { BankService } from "../questions/bank-service.ts";
import { isOwn, ownId } from "../questions/own-rules.ts";
import type { Question } from "../questions/rules.ts";
import type { LintRequest } from "./lint-worker.ts";
import { type Finding, type Form, findingSchema, parseForm, type ValidatedForm } from "./rules.ts";

const BUILT_IN = "built-in";

const lintReply = z.union([z.object({ findings: z.array(findingSchema) }), z.object({ missing: z.array(z.string()) })]);

/** Lints guilds' own questions in a worker thread that caches prepared banks. */
export function createQuestionLinter() {
  const thread = createWorkerThread({
    module: new URL("./lint-worker.ts", import.meta.url),
    handler: "lintAmongCached",
    timeout: 10 * SECOND,
    idle: 5 * MINUTE,
    maxWaiting: 50,
    heapMb: 64,
  });
  /** Cache keys for the worker. A bank never changes, so a key always refers to the same questions. */
  const names = new WeakMap<Bank, string>();
  let lastName = 0;

  function nameOf(bank: Bank): string {
    const name = names.get(bank) ?? `own-${++lastName}`;
    names.set(bank, name);
    return name;
  }

  function lint(question: Question, bank: Bank, today: LocalDate): Promise<Finding[]> {
    const own = nameOf(bank);
    const parts = [BUILT_IN, own];
    const retired = bank.ids().filter((id) => bank.find(id)?.retired);
    const questionsOf = (name: string) =>
      bank.ids().flatMap((id) => (isOwn(id) === (name === own) ? (bank.find(id) ?? []) : []));

    return thread.run(async (send) => {
      for (let missing: readonly string[] = []; ; ) {
        const sent = await Promise.all(
          missing.map(async (name) => ({ name, questions: await toJsonTexts(questionsOf(name)) })),
        );
        const reply = lintReply.parse(await send({ question, today, parts, sent, retired } satisfies LintRequest));
        if ("findings" in reply) return reply.findings;
        missing = reply.missing;
      }
    });
  }

  return { lint, close: thread.close };
}

export type QuestionLinter = Pick<ReturnType<typeof createQuestionLinter>, "lint">;

/** Parses forms as questions of a guild, and compares them with the guild's other questions. */
export function createValidationService({
  banks,
  linter,
  clock,
}: {
  banks: Pick<BankService, "of">;
  linter: QuestionLinter;
  clock: Clock;
}) {
  const running = new Map<string, { guildId: string; form: Form; result: Promise<ValidatedForm> }>();

  /** Validates one form per member at a time. Throws a UserError while another one is being validated. */
  async function validate({ guildId, userId }: { guildId: string; userId: string }, form: Form) {
    const current = running.get(userId);
    const isSame = current?.guildId === guildId && JSON.stringify(current.form) === JSON.stringify(form);
    if (isSame) return current.result;
    if (current) throw new UserError("still-checking", {});
    const result = check(guildId, form).finally(() => running.delete(userId));
    running.set(userId, { guildId, form, result });
    return result;
  }

  async function check(guildId: string, form: Form): Promise<ValidatedForm> {
    const bank = await banks.of(guildId);
    const today = localDateAt(clock(), "UTC");
    const id = ownId(guildId, form.stem, (taken) => bank.find(taken) !== undefined);
    const { question, issues = [] } = parseForm(form, id);
    if (!question) return { form, issues, findings: [] };
    try {
      return { form, question, issues, findings: await linter.lint(question, bank, today) };
    } catch (error) {
      if (error instanceof WorkerThreadError && error.reason === "busy") throw new UserError("still-checking", {});
      throw error;
    }
  }

  return { validate };
}

export type ValidationService = ReturnType<typeof createValidationService>;

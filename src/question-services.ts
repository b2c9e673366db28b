import type { AuditLogService } from "./features/audit-log/service.ts";
import type { RecomputeService } from "./features/boards/recompute-service.ts";
import type { CreditWithheld } from "./features/daily/reveal-service.ts";
import { createImports } from "./features/imports/service.ts";
import { createImportValidator } from "./features/imports/validator.ts";
import { createItemAnalysisService } from "./features/item-analysis/service.ts";
import type { BankService } from "./features/questions/bank-service.ts";
import type { OpenQuestionService } from "./features/questions/open-questions-service.ts";
import { createRescoringService } from "./features/rescoring/service.ts";
import { createReviewQueueService } from "./features/review-queue/service.ts";
import { createSuggestionService } from "./features/suggestions/service.ts";
import { createQuestionLinter, createValidationService } from "./features/suggestions/validation-service.ts";
import { createAttachments } from "./platform/discord/attachments.ts";
import type { Platform } from "./platform/platform.ts";
import type { Senders, Stores } from "./stores.ts";

type Dependencies = {
  banks: BankService;
  openQuestions: OpenQuestionService;
  auditLog: AuditLogService;
  creditWithheld: CreditWithheld;
  recompute: RecomputeService;
};

/** Creates the services for suggestions, reports, imports and changes of questions. */
export function createQuestionServices(
  { apiUrl, clock }: Platform,
  { agenda, answers, posts, settings, ...stores }: Stores,
  { directMessages, ...senders }: Senders,
  { banks, openQuestions, auditLog, creditWithheld, recompute }: Dependencies,
) {
  // Suggestions, review queue and item analysis
  const linter = createQuestionLinter();
  const validation = createValidationService({ banks, linter, clock });
  const suggestions = createSuggestionService({
    queue: stores.reviewQueue,
    drafts: stores.drafts,
    settings,
    openQuestions,
    validation,
    banks,
    auditLog,
    reviewQueueDelivery: senders.reviewQueueDelivery,
    clock,
  });
  const reviewQueue = createReviewQueueService({
    queue: stores.reviewQueue,
    drafts: stores.drafts,
    own: stores.ownBank,
    openQuestions,
    validation,
    banks,
    auditLog,
    directMessages,
    clock,
  });
  const itemAnalysis = createItemAnalysisService({ store: stores.itemAnalysis, banks, reviewQueue, agenda, clock });

  // Question changes and imports
  const rescoring = createRescoringService({
    rescores: stores.rescores,
    posts,
    answers,
    creditWithheld,
    recompute,
    settings,
    banks,
    auditLog,
    agenda,
    clock,
  });
  const imports = createImports({
    store: stores.imports,
    ownBank: stores.ownBank,
    attachments: createAttachments(apiUrl),
    validator: createImportValidator(),
    banks,
    auditLog,
    rescoring,
    clock,
  });

  return { suggestions, reviewQueue, itemAnalysis, rescoring, imports };
}

/** Quotas for banks whose questions share a difficulty and an objective. */
export const anyQuotas = { difficulty: { easy: 0.4, medium: 0.4, hard: 0.2 }, per_subtopic: 60, per_objective: 60 };

export { type AuditInput, auditInsert, auditRows, emitAudit } from './emit.ts';
export { findEvaluations } from './find-evaluations.ts';
export { listAudit, readTrace } from './queries.ts';
export { batchId } from './rules.ts';

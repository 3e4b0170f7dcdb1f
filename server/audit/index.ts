export { type AuditInput, auditInsert, auditRows, emitAudit } from './emit.ts';
export { findEvaluations } from './find-evaluations.ts';
export { findTakenBack, signalName } from './find-taken-back.ts';
export { listAudit, readTrace } from './queries.ts';
export { batchId } from './rules.ts';

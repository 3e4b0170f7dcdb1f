export { type AuditInput, auditInsert, auditRows, emitAudit } from './emit.ts';
export { findEvaluations } from './find-evaluations.ts';
export { findTakenBack, signalName } from './find-taken-back.ts';
export { listAccess } from './list-access.ts';
export { noteRefusal, settleRefusals } from './note-refusal.ts';
export { listAudit, readTrace } from './queries.ts';
export { batchId } from './rules.ts';

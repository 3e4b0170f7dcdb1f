export { type AuditInput, auditInsert, auditRows, emitAudit } from './emit.ts';
export { listAudit, readTrace } from './queries.ts';

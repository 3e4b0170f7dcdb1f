export { type AuditInput, emitAudit } from './emit.ts';
export { listAudit, readTrace } from './queries.ts';

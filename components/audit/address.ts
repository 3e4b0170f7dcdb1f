/** Which list the Audit screen shows: decisions, or who came and went and what was refused. */
export type AuditList = 'decisions' | 'access';

/** Where a page of a list of the Audit screen stands. */
export function auditAddress(list: AuditList, search?: string | undefined, before?: string | null): string {
  const query = new URLSearchParams({
    ...(list === 'access' ? { list } : {}),
    ...(search ? { q: search } : {}),
    ...(before ? { before } : {}),
  });
  return query.size > 0 ? `/audit?${query}` : '/audit';
}

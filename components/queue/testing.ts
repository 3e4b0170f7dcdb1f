import type { QueueRow } from '../../server/decisions/disruptions/schema.ts';

/** A row for the tables of tests. */
export const aRow = (over: Partial<QueueRow> & Pick<QueueRow, 'id'>): QueueRow => ({
  title: over.id,
  playbook: 'supplier-delay',
  supplier: '',
  destination: '',
  region: 'Africa',
  shipment: over.id,
  severity: 'high',
  valueAtRiskUsd: 1,
  valueKnown: true,
  lineCount: 1,
  breachAt: '2009-05-02T00:00:00Z',
  worldAt: '2009-05-01T00:00:00Z',
  openedAt: '2009-05-01T00:00:00Z',
  updatedAt: '2009-05-01T00:00:00Z',
  stage: 'waiting-for-people',
  proposal: null,
  words: { happened: '', threatens: '', proposed: '', why: '' },
  owner: null,
  rank: 1,
  ...over,
});

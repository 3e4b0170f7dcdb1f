import type { Right } from '../auth/rights.ts';
import { WATCHED } from '../decisions/detect/noise/constants.ts';
import { MARK, THERE, type TwoRegions } from './two-regions.ts';

/*
 * Who may call what: a row for every procedure of the console. procedures.test.ts fails for a new procedure without one. Each is called by nobody, by
 * every role, and by somebody of another region than that in which everything lies; none of these may learn or change anything.
 */
type Row = {
  /** The right it asks for; null where everybody who is signed in may call it. */
  right: Right | null;
  input?: (world: TwoRegions) => unknown;
  /** It concerns every region at once: people of one region are refused, that of the thing included. */
  every?: true;
  /** It is about the reader, or the same for everybody: nothing of any region is told or changed. */
  common?: string;
  /** Its answer holds figures alone, and no name by which something of the region could be found in it. */
  silent?: true;
};

const byCase = ({ caseId }: TwoRegions) => ({ id: caseId });
const byAction = ({ actionId }: TwoRegions) => ({ actionId });
const bySource = ({ sourceId }: TwoRegions) => ({ sourceId });
const TYPE = 'stock.moved';
const contractOf = ({ sourceId }: TwoRegions) => ({ sourceId, type: TYPE });
const model = () => ({ name: 'supplier-delay', version: '1.0.0' });
const change = { alternative: 'wait' as const };
const draft = ({ quarantineId }: TwoRegions) => ({ id: quarantineId, text: '{}' });
const RETENTION = { feedDays: 30, countDays: 400, noteMonths: 24 };
const mapping = {
  signalType: TYPE,
  contractVersion: 1,
  delimiter: ',',
  encoding: 'utf-8',
  header: true,
  fields: [{ path: 'quantity', from: { column: 'quantity' }, as: { kind: 'number', decimal: '.' } }],
  id: ['quantity'],
  eventTime: null,
  recordTime: null,
  region: null,
};
/** The settings of the first thing that is watched, as they are installed. */
const BAND = (() => {
  const [{ type, measure, values } = { type: '', measure: '', values: null }] = WATCHED;
  return { type, measure, values };
})();

/** By the path of the procedure. */
export const PROCEDURE_ROWS: Record<string, Row> = {
  'session.me': { right: null, common: 'the reader' },
  'session.list': { right: null, common: 'sessions of the reader' },
  'session.changePassword': {
    right: null,
    input: () => ({ current: 'not the one', next: 'a new password of some length' }),
    common: 'the password of the reader',
  },
  'session.signOutEverywhere': { right: null, common: 'sessions of the reader' },

  'disruptions.queue': { right: 'disruption.read', input: () => ({}) },
  'disruptions.rows': { right: 'disruption.read', input: ({ caseId }) => ({ ids: [caseId] }) },
  'disruptions.order': { right: 'disruption.read', input: () => ({}) },
  'disruptions.totals': { right: 'disruption.read', silent: true },
  'disruptions.card': { right: 'disruption.read', input: byCase },
  'disruptions.timeline': { right: 'disruption.read', input: byCase },
  'disruptions.lines': { right: 'disruption.read', input: byCase },
  'disruptions.goods': { silent: true, right: 'disruption.read', input: byCase },
  'disruptions.revision': { right: 'disruption.read', input: ({ caseId }) => ({ id: caseId, revision: 1 }) },
  'disruptions.readAgain': { right: 'disruption.read-again', input: ({ caseId }) => ({ disruptionId: caseId }) },
  'disruptions.corrections': { right: 'action.read', input: byAction },
  'disruptions.claim': { right: 'disruption.claim', input: ({ caseId }) => ({ disruptionId: caseId, claim: true }) },

  'proposals.preview': { silent: true, right: 'proposal.modify', input: ({ proposalId }) => ({ proposalId, change }) },
  'proposals.approve': { right: 'proposal.approve', input: ({ open }) => open },
  'proposals.modify': { right: 'proposal.modify', input: ({ open }) => ({ ...open, change }) },
  'proposals.override': {
    right: 'proposal.override',
    input: ({ open }) => ({ ...open, change, code: 'other', text: 'A reason that is long enough to be read.' }),
  },
  'proposals.reject': {
    right: 'proposal.reject',
    input: ({ open }) => ({ ...open, code: 'other', text: 'A reason that is long enough to be read.' }),
  },

  'actions.list': { right: 'action.read', input: () => ({}) },
  'actions.count': { right: 'action.read', input: () => ({}), silent: true },
  'actions.read': { right: 'action.read', input: byAction },
  'actions.undo': { right: 'action.undo', input: byAction },
  'actions.rollbackPlan': { silent: true, right: 'action.rollback', input: byAction },
  'actions.rollBack': {
    right: 'action.rollback',
    input: ({ actionId }) => ({ actionId, planHash: 'x', reason: 'A reason that is long enough.' }),
  },
  'actions.closeStep': {
    right: 'action.close-step',
    input: ({ actionId }) => ({ actionId, stepKey: 'book', note: 'A note that is long enough.' }),
  },

  'audit.list': { right: 'audit.read', input: () => ({}) },
  'audit.access': { right: 'audit.read', input: () => ({}) },
  'audit.trace': { right: 'audit.read', input: ({ decisionId }) => ({ decisionId }) },

  'agents.list': { right: 'model.read', silent: true },
  'agents.models': { right: 'model.read', common: 'the catalogue; its counts are of the reader’s regions' },
  'agents.model': {
    right: 'model.read',
    input: model,
    common: 'the catalogue; its figures are of the reader’s regions',
  },
  'agents.suspend': { right: 'model.suspend', input: () => ({ ...model(), reason: 'For a test.' }), every: true },
  'agents.resume': { right: 'model.suspend', input: () => ({ ...model(), reason: 'For a test.' }), every: true },
  'agents.features': { right: 'model.read', common: 'the catalogue' },
  'agents.feature': { right: 'model.read', input: () => ({ name: 'lane.lateness' }) },
  'agents.facts': { right: 'disruption.read', input: ({ proposalId }) => ({ proposalId }) },

  'sources.list': { right: 'signals.read' },
  'sources.read': { right: 'signals.read', input: ({ sourceId }) => ({ id: sourceId }) },
  'sources.alerting': { right: null, silent: true },
  'sources.health': { silent: true, right: 'signals.read', input: contractOf },
  'sources.types': { right: 'signals.read', common: 'the types that the code knows' },
  'sources.contract': { right: 'signals.read', input: (world) => ({ ...contractOf(world), version: 1 }) },
  'sources.compare': {
    silent: true,
    right: 'signals.read',
    input: (world) => ({ ...contractOf(world), before: 1, after: 1 }),
  },
  'sources.draft': { right: 'source.manage', input: contractOf },
  'sources.check': { right: 'source.manage', input: (world) => ({ ...contractOf(world), document: world.document }) },
  'sources.amend': {
    right: 'source.manage',
    input: (world) => ({
      document: world.document,
      ...{ freshnessMinutes: null, latencySeconds: null, signalsPerHour: null, objectivePercent: null },
      badPercent: null,
      classify: null,
    }),
    common: 'a text that is handed in; nothing is read or stored',
  },
  'sources.release': {
    right: 'source.manage',
    input: (world) => ({ ...contractOf(world), document: world.document, seenVersion: 1, note: 'x' }),
  },
  'sources.switchContract': {
    right: 'source.manage',
    input: (world) => ({ ...contractOf(world), version: 1, state: 'retired' }),
  },
  'sources.add': {
    right: 'source.manage',
    input: () => ({
      name: 'Another',
      system: 'ERP',
      region: THERE,
      mayReplay: false,
      types: [TYPE],
      freshnessMinutes: null,
    }),
  },
  'sources.rotateKey': { right: 'source.manage', input: (world) => ({ ...bySource(world), graceMinutes: 5 }) },
  'sources.revokeKey': { right: 'source.manage', input: ({ sourceId, keyId }) => ({ sourceId, keyId }) },
  'sources.switch': { right: 'source.manage', input: (world) => ({ ...bySource(world), active: true }) },
  'sources.replays': { right: 'signals.read' },
  'sources.quality': { right: 'signals.read' },

  'imports.list': { right: 'signals.read', input: bySource },
  'imports.read': { right: 'signals.read', input: ({ importId }) => ({ id: importId }), every: true },
  'imports.mappings': { right: 'signals.read', input: bySource },
  'imports.targets': { right: 'signals.read', common: 'the contracts that the code knows' },
  'imports.preview': {
    right: 'import.send',
    input: (world) => ({ ...bySource(world), start: 'cXVhbnRpdHkKMQo=', whole: true, guess: false, mapping }),
    common: 'the start of a file that is handed in; nothing is read or stored',
  },
  'imports.readAgain': { right: 'import.send', input: ({ importId }) => ({ id: importId }) },
  'imports.saveMapping': { right: 'mapping.save', input: (world) => ({ ...bySource(world), name: 'm', mapping }) },

  'signals.list': { right: 'signals.read', input: () => ({}) },
  'signals.choices': { right: 'signals.read' },
  'signals.read': { right: 'signals.read', input: ({ signal }) => signal },
  'signals.undecided': { right: 'signals.read', input: () => ({}) },
  'signals.evaluateAgain': {
    right: 'quarantine.handle',
    input: ({ undecidedSeq }) => ({ seqs: [undecidedSeq] }),
    every: true,
  },
  'signals.acceptance': { right: 'signals.read', input: () => ({ day: '2026-11-22' }) },

  'quarantine.list': { right: 'signals.read', input: () => ({}), every: true },
  'quarantine.read': { right: 'signals.read', input: ({ quarantineId }) => ({ id: quarantineId }), every: true },
  'quarantine.raw': {
    silent: true,
    right: 'signals.read',
    input: ({ quarantineId }) => ({ id: quarantineId }),
    every: true,
  },
  'quarantine.check': { right: 'quarantine.handle', input: draft, every: true },
  'quarantine.replay': { right: 'quarantine.handle', input: draft, every: true },
  'quarantine.discard': {
    right: 'quarantine.handle',
    input: ({ quarantineId }) => ({ id: quarantineId, reason: 'For a test.' }),
    every: true,
  },
  'quarantine.preview': { right: 'quarantine.handle', input: () => ({ act: 'discard' }), every: true },
  'quarantine.carryOut': {
    right: 'quarantine.handle',
    input: ({ quarantineId }) => ({ act: 'discard', ids: [quarantineId], seal: 'x'.repeat(64), reason: 'For a test.' }),
    every: true,
  },

  'lineage.read': { right: 'disruption.read', input: ({ caseId }) => ({ kind: 'disruption', id: caseId }) },
  'network.list': { right: 'network.read', input: () => ({ list: 'shipments' }) },
  'network.position': {
    right: 'network.read',
    input: () => ({ item: `Item ${MARK}`, site: `Site ${MARK}` }),
  },
  'network.shipment': { right: 'network.read', input: () => ({ shipment: `SHP-${MARK}` }) },
  'policies.read': { right: 'policy.read', common: 'the policies, which hold for every region' },
  'retention.view': { right: 'signals.read', common: 'how long things are kept, in every region' },
  'retention.preview': { right: 'retention.change', input: () => ({ values: RETENTION }), silent: true, every: true },
  'retention.change': { right: 'retention.change', input: () => ({ version: 0, values: RETENTION }), every: true },
  'noise.list': {
    right: 'signals.read',
    common: 'the settings, which hold for every region; counts only for who sees all',
  },
  'noise.attempt': { silent: true, right: 'signals.read', input: () => BAND },
  'noise.change': { right: 'noise.change', input: () => ({ ...BAND, version: 0 }), every: true },
};

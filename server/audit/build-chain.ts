import type { Names } from '../auth/find-names.ts';
import type { Action, ActionStep, AuditEntry, Decision, Disruption } from '../db/generated/client.ts';
import type { ChainSignal } from './find-signals.ts';
import { linkOf, viewOfEntry } from './rules.ts';
import type { AuditEntryView, CHAIN_LINKS, Trace } from './schema.ts';

type Link = (typeof CHAIN_LINKS)[number];
type ChainLink = Trace['chain'][number];

/** Everything stored about one decision. `entries` may speak of other decisions of the same case. */
export type TraceFacts = {
  decision: Decision;
  disruption: Disruption;
  action: (Action & { steps: ActionStep[] }) | null;
  signals: ChainSignal[];
  entries: AuditEntry[];
  /** Of the people who acted. */
  names: Names;
};

/** The chain from signal to roll-back. A link without evidence is named missing; what was never asked for is not. */
export function buildChain({ decision, disruption, action, signals, entries, names }: TraceFacts): ChainLink[] {
  const behind = new Map<Link, AuditEntryView[]>();
  for (const entry of entries) {
    const link = linkOf(entry.action);
    if (!link || (entry.decisionId && entry.decisionId !== decision.id)) continue;
    behind.set(link, [...(behind.get(link) ?? []), viewOfEntry(entry, names)]);
  }
  const has = (link: Link) => (behind.get(link)?.length ?? 0) > 0;
  const card = `/disruptions/${disruption.id}`;
  const steps = action ? `/actions/${action.id}` : null;
  const undone = action?.steps.filter((step) => step.state === 'undone').length ?? 0;

  const links: [Link, boolean, string, string | null][] = [
    ['signal', signals.length > 0 && has('signal'), signalWords(signals.length, disruption.shipment), null],
    ['disruption', has('disruption'), disruption.title, card],
    ['proposal', has('proposal'), `What was proposed for ${disruption.shipment}.`, card],
    [
      'policy',
      has('policy'),
      `Policy version ${decision.policyVersion} answered ${decision.verdict}.`,
      `/policies/${decision.policyVersion}`,
    ],
    ['decision', has('decision'), `Decided: ${decision.kind} (${decision.change}).`, `${card}#decision-${decision.id}`],
    ['step', decision.saga === null || has('step'), stepWords(decision, action), steps],
    [
      'roll-back',
      true,
      has('roll-back')
        ? `${undone} of ${action?.steps.length ?? 0} steps were undone.`
        : 'Nobody asked for a roll-back.',
      steps,
    ],
  ];
  return links.map(([link, present, words, href]) => ({
    link,
    present,
    words,
    href,
    entries: behind.get(link) ?? [],
    signals: link === 'signal' ? signals.map(viewOfSignal) : [],
  }));
}

const signalWords = (count: number, shipment: string) =>
  count === 1 ? `1 signal spoke of ${shipment}.` : `${count} signals spoke of ${shipment}.`;

function stepWords(decision: Decision, action: TraceFacts['action']): string {
  if (action) return `${action.title}: ${action.state.replaceAll('_', ' ')}.`;
  return decision.saga ? 'The action has not been scheduled yet.' : 'Nothing was to be carried out.';
}

const viewOfSignal = (signal: ChainSignal): ChainLink['signals'][number] => ({
  source: signal.source,
  id: signal.id,
  type: signal.type,
  eventAt: signal.eventAt.toISOString(),
  recordedAt: signal.recordedAt.toISOString(),
  payloadHash: Buffer.from(signal.payloadHash).toString('hex'),
  words: `${signal.type}${signal.subject ? ` about ${signal.subject}` : ''}`,
  takenBack: signal.takenBack,
});

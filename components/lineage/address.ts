import type { LineageStart } from '../../server/events/lineage/schema.ts';
import { readPart, signalHref, writePart } from '../../server/events/signals/constants.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const OTHERS = ['disruption', 'proposal', 'decision', 'action'] as const;

/** Where `/lineage?from=…` begins: `decision:<id>`, or `signal:<source>/<id>` with both parts percent-encoded; null when unreadable. */
export function readStart(from: string): LineageStart | null {
  const [kind = '', rest = ''] = [from.slice(0, from.indexOf(':')), from.slice(from.indexOf(':') + 1)];
  if (kind === 'signal') {
    const [source, id, ...more] = rest.split('/').map(readPart);
    return source && id && more.length === 0 ? { kind, source, id } : null;
  }
  const other = OTHERS.find((one) => one === kind);
  return other && UUID.test(rest) ? { kind: other, id: rest } : null;
}

/** The address of the lineage from a start. */
export const lineageHref = (start: LineageStart): string => {
  const rest = start.kind === 'signal' ? `${writePart(start.source)}/${writePart(start.id)}` : start.id;
  return `/lineage?${new URLSearchParams({ from: `${start.kind}:${rest}` })}`;
};

const PAGES = { disruption: 'disruptions', decision: 'audit', action: 'actions' };

/** The page of the start itself; a proposal stands on the card of its case, which the graph leads to. */
export const hrefOfStart = (start: LineageStart): string | null => {
  if (start.kind === 'signal') return signalHref(start);
  return start.kind === 'proposal' ? null : `/${PAGES[start.kind]}/${start.id}`;
};

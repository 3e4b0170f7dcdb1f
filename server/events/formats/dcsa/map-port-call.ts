import { canonicalHash } from '../../../core/canonical.ts';
import type { MadeSignal } from '../make-signal.ts';
import type { PortCallPart } from './schema.ts';

const PHASES = { PLN: 'planned', REQ: 'requested', EST: 'estimated', ACT: 'actual' } as const;

/**
 * A resource of the port call standard as one signal. A timestamp has an id and never changes; any other resource has the id of
 * its state, because the standard gives a change none: the same state told again is a duplicate.
 * @param told the resource as it was sent.
 * @returns the signal, or null when it is no such resource.
 */
export function mapPortCall(part: PortCallPart, told: Record<string, unknown>, source: string): MadeSignal | null {
  const named = nameOf(part);
  if (!named) return null;
  const state = part.omitted ? 'omitted' : part.cancelled ? 'cancelled' : part.declined ? 'declined' : 'open';
  const hash = named.part === 'timestamp' ? '' : `:${canonicalHash(told).toString('hex').slice(0, 16)}`;
  const vessel = part.vessel?.vesselIMONumber;
  const isPast = part.classifierCode === 'ACT' && part.dateTime;
  return {
    id: `${named.part}:${named.id}${hash}`,
    source,
    type: 'port-call.observed',
    ...(isPast ? { time: part.dateTime ?? undefined } : {}),
    data: {
      ...named,
      portCall: part.portCallID ?? null,
      terminalCall: part.terminalCallID ?? null,
      service: part.portCallServiceID ?? null,
      serviceKind: part.portCallServiceTypeCode ?? null,
      happening: part.portCallServiceEventTypeCode ?? null,
      phase: part.classifierCode ? PHASES[part.classifierCode] : null,
      at: part.dateTime ?? null,
      answers: part.replyToTimestampID ?? null,
      site: part.UNLocationCode ?? part.portCallServiceLocation?.UNLocationCode ?? null,
      vessel: vessel ? String(vessel) : null,
      vesselName: part.vessel?.name ?? null,
      voyage: part.carrierImportVoyageNumber ?? part.carrierExportVoyageNumber ?? null,
      state,
      note: part.reason ?? part.remark ?? null,
      told,
    },
  };
}

/** Which resource it is: the most particular id that it bears is its own, except that a vessel's status has that of its service. */
function nameOf(part: PortCallPart): { part: string; id: string } | null {
  if (part.timestampID) return { part: 'timestamp', id: part.timestampID };
  if (part.portCallServiceID) {
    const isStatus = !part.portCallServiceTypeCode && !part.terminalCallID;
    return { part: isStatus ? 'vessel-status' : 'service', id: part.portCallServiceID };
  }
  if (part.terminalCallID) return { part: 'terminal-call', id: part.terminalCallID };
  return part.portCallID ? { part: 'port-call', id: part.portCallID } : null;
}

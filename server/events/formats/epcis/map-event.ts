import { makeTable } from '../../../core/make-table.ts';
import { storable } from '../../../core/words.ts';
import type { MadeSignal } from '../make-signal.ts';
import { hashDeclaration, hashEvent } from './hash-event.ts';
import { nameThing, paperOf, shortWord, siteOf } from './name-things.ts';
import { readSensors } from './read-sensors.ts';
import type { EpcisEvent } from './schema.ts';

type Quantity = { item: string; quantity: number | null; unit: string | null };
type Facts = {
  type: string;
  things: string[];
  quantities: Quantity[];
  parent: string | null;
  /** The members of its own contract. */
  own: Record<string, unknown>;
};
export type Sent = {
  event: EpcisEvent;
  /** The event as it was sent, and the context it needs. */
  whole: Record<string, unknown>;
  context: unknown[];
  /** Ids that it names before its last one. */
  otherIds: string[];
};

/**
 * The signals that one EPCIS event says on a stream: the event itself, each of its sensor readings, and where a paper names the
 * shipment, how that moved. Ids derive from the event's. An event that is declared wrong says none of these: each of them is
 * taken back, under an id of its own, and the original keeps its place in the log.
 */
export function mapEvent(sent: Sent, source: string): MadeSignal[] {
  const signals = tellEvent(sent, source);
  return sent.event.errorDeclaration ? takeBack(sent, source, signals) : signals;
}

function tellEvent({ event, whole, context, otherIds }: Sent, source: string): MadeSignal[] {
  const id = event.eventID ?? hashEvent(whole);
  const { type, things, quantities, parent, own } = factsOf(event);
  const papers = (event.bizTransactionList ?? []).map(({ type: kind, bizTransaction }) => ({
    kind: kind ? shortWord(kind) : 'paper',
    value: paperOf(bizTransaction),
  }));
  const shipment = shipmentOf(papers);
  const place = event.readPoint?.id ?? event.bizLocation?.id;
  const all = parent ? [parent] : [...things, ...quantities.map(({ item }) => item)];
  const readings = readSensors(event, { things: all, place: place ? nameThing(place) : null, shipment });
  const recorded = event.recordTime ? { recordedtime: event.recordTime } : {};
  const main: MadeSignal = {
    id,
    source,
    type,
    time: event.eventTime,
    ...recorded,
    data: {
      ...own,
      otherIds,
      zoneOffset: event.eventTimeZoneOffset,
      bizStep: event.bizStep ? shortWord(event.bizStep) : null,
      disposition: event.disposition ? shortWord(event.disposition) : null,
      readPoint: event.readPoint ? nameThing(event.readPoint.id) : null,
      bizLocation: event.bizLocation ? nameThing(event.bizLocation.id) : null,
      transactions: papers,
      sources: (event.sourceList ?? []).map((from) => ({ kind: shortWord(from.type), value: nameThing(from.source) })),
      destinations: (event.destinationList ?? []).map((to) => ({
        kind: shortWord(to.type),
        value: nameThing(to.destination),
      })),
      readings: readings.length,
      context,
      event: whole,
    },
  };
  const sensed = readings.map(
    ({ suffix, time, data }): MadeSignal => ({
      id: `${id}${suffix}`,
      source,
      type: 'sensor.observed',
      time,
      ...recorded,
      data,
    }),
  );
  const movement = movementOf(event, { shipment, papers, thing: all.length === 1 ? all[0] : undefined });
  if (!movement) return [main, ...sensed];
  return [
    main,
    ...sensed,
    { id: `${id}#movement`, source, type: 'shipment.moved', time: event.eventTime, ...recorded, data: movement },
  ];
}

/** What the event is about, in the members of its contract. */
function factsOf(event: EpcisEvent): Facts {
  const quantitiesOf = (list: readonly { epcClass: string; quantity?: number; uom?: string }[] = []): Quantity[] =>
    list.map(({ epcClass, quantity, uom }) => ({
      item: nameThing(epcClass),
      quantity: quantity ?? null,
      unit: uom ?? null,
    }));
  const thingsOf = (list: readonly string[] = []) => list.map(nameThing);
  if (event.type === 'TransformationEvent') {
    const own = {
      inputs: thingsOf(event.inputEPCList),
      inputQuantities: quantitiesOf(event.inputQuantityList),
      outputs: thingsOf(event.outputEPCList),
      outputQuantities: quantitiesOf(event.outputQuantityList),
      transformation: event.transformationID ? nameThing(event.transformationID) : null,
    };
    const [things, quantities] = [own.outputs, own.outputQuantities];
    return { type: 'object.transformed', things, quantities, parent: null, own };
  }
  if (event.type === 'ObjectEvent') {
    const own = { action: event.action, things: thingsOf(event.epcList), quantities: quantitiesOf(event.quantityList) };
    return { type: 'object.observed', ...own, parent: null, own };
  }
  const isTransaction = event.type === 'TransactionEvent';
  const parent = event.parentID ? nameThing(event.parentID) : null;
  const things = thingsOf(isTransaction ? event.epcList : event.childEPCs);
  const quantities = quantitiesOf(isTransaction ? event.quantityList : event.childQuantityList);
  const own = { action: event.action, parent, things, quantities };
  return { type: TYPES[event.type], things, quantities, parent, own };
}

const TYPES = {
  TransactionEvent: 'object.transacted',
  AggregationEvent: 'object.aggregated',
  AssociationEvent: 'object.associated',
} as const;

/** Papers that name a shipment, the one that says so best first. */
const NAMING = ['desadv', 'bol', 'po'];

function shipmentOf(papers: readonly { kind: string; value: string }[]): string | null {
  for (const kind of NAMING) {
    const paper = papers.find((paper) => paper.kind === kind && paper.value.length <= 120);
    if (paper) return paper.value;
  }
  return null;
}

/** Steps of the CBV that move a shipment, and how. */
export const MOVEMENTS = makeTable<string>({
  arriving: 'arrival',
  receiving: 'delivery',
  accepting: 'delivery',
  collecting: 'pickup',
  consigning: 'departure',
  departing: 'departure',
  shipping: 'departure',
  void_shipping: 'exception',
  loading: 'load',
  unloading: 'discharge',
  transporting: 'position',
});

function movementOf(
  event: EpcisEvent,
  told: { shipment: string | null; papers: { kind: string; value: string }[]; thing: string | undefined },
): Record<string, unknown> | null {
  const step = event.bizStep ? shortWord(event.bizStep) : '';
  const movement = MOVEMENTS[step];
  const isEnd = 'action' in event && event.action === 'DELETE';
  if (!movement || !told.shipment || isEnd) return null;
  const place = event.readPoint?.id ?? event.bizLocation?.id;
  const site = place ? siteOf(nameThing(place)) : null;
  return {
    shipment: told.shipment,
    equipment: told.thing && told.thing.length <= 60 ? told.thing : null,
    leg: null,
    movement,
    phase: 'actual',
    site: site && site.length <= 200 ? site : null,
    mode: null,
    carrier: null,
    vehicle: null,
    statusCode: step,
    note: null,
    references: told.papers.slice(0, 100),
  };
}

/** A retraction for each signal that the declared event once said. They share the event's time of declaration. */
function takeBack({ event, whole, context }: Sent, source: string, signals: readonly MadeSignal[]): MadeSignal[] {
  const {
    declarationTime,
    reason,
    correctiveEventIDs = [],
  } = event.errorDeclaration ?? { declarationTime: event.eventTime };
  const told = hashDeclaration([declarationTime, reason ?? null, correctiveEventIDs]);
  const message = context.length && !('@context' in whole) ? { '@context': context, ...whole } : whole;
  return signals.map(({ id }, index) => ({
    id: `${id}#retracted-${told}`,
    source,
    type: 'signal.retracted',
    time: declarationTime,
    recordedtime: event.recordTime ?? declarationTime,
    data: {
      retracts: { source, id },
      reason: reason ? storable(shortWord(reason), 200) : null,
      declaredAt: declarationTime,
      correctedBy: correctiveEventIDs,
      note: null,
      ...(index === 0 ? { told: message } : {}),
    },
  }));
}

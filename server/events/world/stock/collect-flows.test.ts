import { describe, expect, it } from 'vitest';
import { told } from '../../../testing/tell-world.ts';
import { readFacts } from '../facts/index.ts';
import type { EvaluatedSignal } from '../schema.ts';
import { collectFlows, type OpenLine } from './collect-flows.ts';

const HERE = { item: 'TEST-30', site: 'DC-EAST', unit: 'EA' };
const AT = '2026-03-01';
const po = (change = {}) =>
  told('purchase-order.placed', AT, {
    orderNumber: 'PO-1',
    item: 'TEST-30',
    shipTo: 'DC-EAST',
    quantity: 50,
    requestedDelivery: '2026-03-05',
    ...change,
  });
const answered = (change = {}) =>
  told('purchase-order.confirmed', '2026-03-02', {
    orderNumber: 'PO-1',
    answer: 'accepted',
    quantity: null,
    promisedDelivery: null,
    ...change,
  });
const changed = (change = {}) =>
  told('purchase-order.changed', '2026-03-03', {
    orderNumber: 'PO-1',
    quantity: null,
    requestedDelivery: null,
    ...change,
  });
const carries = { orderNumber: 'PO-1', lineNumber: '1', item: 'TEST-30', quantity: 20, unit: 'EA', lot: null };
const forecast = (change = {}) =>
  told('demand.forecasted', AT, { item: 'TEST-30', site: 'DC-EAST', from: '2026-03-02', ...change });
const lot = (change = {}) =>
  told('quality-lot.judged', AT, { item: 'TEST-30', site: 'DC-EAST', lot: 'L-2044', status: 'blocked', ...change });
const noticed = (change = {}) =>
  told('shipment.noticed', AT, {
    shipTo: 'DC-EAST',
    expectedAt: '2026-03-09',
    lines: [carries],
    ...change,
  });
const moved = (movement: string, phase: string, at: string) =>
  told('shipment.moved', at, { movement, phase, site: 'DC-EAST' }, { recorded: '2026-03-02' });
const production = (state: string) =>
  told('production-order.scheduled', AT, {
    item: 'TEST-30',
    site: 'DC-EAST',
    quantity: 5,
    finish: '2026-03-07',
    state,
  });
const order = (state: string) =>
  told('customer-order.placed', AT, {
    item: 'TEST-30',
    site: 'DC-EAST',
    quantity: 7,
    promisedDelivery: '2026-03-06',
    state,
  });

const PO = (quantity: number, day: string) => ['purchase-order', 'PO-1 line 1', quantity, day];
const line: OpenLine = {
  orderNumber: 'PO-1',
  lineNumber: '1',
  quantity: 30,
  unit: 'EA',
  dueAt: new Date('2026-03-11T00:00:00Z'),
  told: { source: '/erp', signalId: 'x', toldAt: new Date('2026-03-01T00:00:00Z') },
};

describe('collectFlows', () => {
  it.each<[string, EvaluatedSignal[], Record<string, number>, unknown[][], string[]]>([
    ['an order comes on the day it was asked for', [po()], {}, [PO(50, '2026-03-05')], []],
    [
      'or on the day and in the quantity that the supplier promised',
      [po(), answered({ promisedDelivery: '2026-03-08', quantity: 45 })],
      {},
      [PO(45, '2026-03-08')],
      [],
    ],
    [
      'a change that names no date leaves the date',
      [po(), changed({ change: 'changed', quantity: 10 })],
      {},
      [PO(10, '2026-03-05')],
      [],
    ],
    ['a cancelled order does not come', [po(), changed({ change: 'cancelled' })], {}, [], []],
    ['nor does a rejected one', [po(), answered({ answer: 'rejected' })], {}, [], []],
    ['an order without a day is named', [po({ requestedDelivery: null })], {}, [], ['PO-1 line 1']],
    [
      'what a ship notice carries is awaited once',
      [po(), noticed()],
      {},
      [PO(30, '2026-03-05'), ['shipment', 'ASN-8', 20, '2026-03-09']],
      [],
    ],
    [
      'a shipment comes when it is estimated, else planned',
      [noticed(), moved('arrival', 'planned', '2026-03-10'), moved('arrival', 'estimated', '2026-03-12')],
      {},
      [['shipment', 'ASN-8', 20, '2026-03-12']],
      [],
    ],
    ['one that has arrived is under way no more', [noticed(), moved('delivery', 'actual', '2026-03-02')], {}, [], []],
    ['one to somewhere else does not come here', [noticed({ shipTo: 'DC-WEST' })], {}, [], []],
    [
      'what was received is not awaited again',
      [po(), noticed()],
      { 'ASN-8': 15, 'PO-1': 10 },
      [PO(20, '2026-03-05'), ['shipment', 'ASN-8', 5, '2026-03-09']],
      [],
    ],
    [
      'production comes at its finish',
      [production('started')],
      {},
      [['production-order', 'PRD-9', 5, '2026-03-07']],
      [],
    ],
    ['stopped production is named', [production('stopped')], {}, [], ['PRD-9']],
    ['finished production is in stock already', [production('finished')], {}, [], []],
    ['an open customer order takes', [order('open')], {}, [['customer-order', 'CO-17 line 1', 7, '2026-03-06']], []],
    ['a shipped one has taken', [order('shipped')], {}, [], []],
    ['another unit is named', [po({ unit: 'BX' })], {}, [], ['PO-1 line 1']],
    [
      'a ship notice in another unit is named, and takes nothing off the order',
      [po(), noticed({ lines: [{ ...carries, unit: 'BX' }] })],
      { 'ASN-8': 5 },
      [PO(50, '2026-03-05')],
      ['ASN-8'],
    ],
    [
      'a ship notice that does not say where it goes goes where its order goes',
      [po(), noticed({ shipTo: null })],
      {},
      [PO(30, '2026-03-05'), ['shipment', 'ASN-8', 20, '2026-03-09']],
      [],
    ],
    [
      'and is named where it carries no order that is awaited here',
      [noticed({ shipTo: null, lines: [{ ...carries, orderNumber: null, lineNumber: null }] })],
      {},
      [],
      ['ASN-8'],
    ],
    ['a forecast in another unit is named', [forecast({ unit: 'BX' })], {}, [], ['forecast from 2026-03-02']],
    ['a blocked lot in another unit is named', [lot({ unit: 'BX' })], {}, [], ['lot L-2044']],
    ['and one of which nobody told the site', [lot({ site: null })], {}, [], ['lot L-2044']],
    ['a released lot needs no name', [lot({ site: null, status: 'released' })], {}, [], []],
  ])('%s', (_, signals, received, expected, leftOut) => {
    const found = collectFlows(HERE, signals.flatMap(readFacts), [], new Map(Object.entries(received)));
    expect(found.flows.map(({ kind, name, quantity, day }) => [kind, name, quantity, day])).toEqual(expected);
    expect(found.leftOut.map(({ name }) => name)).toEqual(leftOut);
  });

  it('a line of the older kind comes on its last day in time, less what a ship notice carries', () => {
    const { flows } = collectFlows(HERE, readFacts(noticed()), [line], new Map());
    expect(flows.map(({ name, quantity, day }) => [name, quantity, day])).toEqual([
      ['ASN-8', 20, '2026-03-09'],
      ['PO-1 line 1', 10, '2026-03-10'],
    ]);
  });

  it('each flow says who told the day it counts on', () => {
    const promise = answered({ promisedDelivery: '2026-03-08' });
    const { flows } = collectFlows(HERE, [po(), promise].flatMap(readFacts), [], new Map());
    expect(flows[0]?.told).toEqual({ source: promise.source, signalId: promise.id, toldAt: promise.recordedAt });
  });
});

import { describe, expect, it, test } from 'vitest';
import { sharedData } from '../../../scripts/shared-data.mjs';
import { CONTRACTS } from '../../events/contracts/index.ts';
import { cloudEventSchema } from '../../events/formats/schema.ts';
import { MAX_FINDINGS } from '../../events/sources/schema.ts';
import { COLUMNS, regionOf } from './constants.ts';
import { readDay, readNumber } from './map-row.ts';
import { planReplay, type ReplayPlan } from './plan-replay.ts';
import { parseHistory, readHistory } from './read-history.ts';

test.each([
  ['2-Jun-06', '2006-06-02'],
  ['28-Feb-2011', '2011-02-28'],
  ['11/5/2009', '2009-11-05'],
  ['1/31/09', '2009-01-31'],
  ['29-Feb-08', '2008-02-29'],
  ['29-Feb-09', null],
  ['13/1/2009', null],
  ['Pre-PQ Process', null],
  ['Date Not Captured', null],
  ['', null],
])('readDay(%s)', (text, day) => expect(readDay(text)).toBe(day));

test.each([
  ['13', 13],
  ['1,653.78', 1653.78],
  ['0', 0],
  ['See ASN-93 (ID#:1281)', null],
  ['Freight Included in Commodity Cost', null],
  ['-4', null],
  ['1,2', null],
  ['', null],
])('readNumber(%s)', (text, number) => expect(readNumber(text)).toBe(number));

test.each([
  ["Côte d'Ivoire", 'western-africa'],
  ['Congo, DRC', 'middle-africa'],
  ['Vietnam', 'south-eastern-asia'],
  ['Atlantis', 'other'],
])('regionOf(%s)', (country, region) => expect(regionOf(country)).toBe(region));

/** A file of our own: header, then rows given as changes to one good row. */
const GOOD: Record<string, string> = {
  ID: '1',
  'Project Code': '100-XX-T01',
  'PO / SO #': 'SCMS-4',
  'ASN/DN #': 'ASN-8',
  Country: 'Ghana',
  'Fulfill Via': 'Direct Drop',
  'Shipment Mode': 'Air',
  'PQ First Sent to Client Date': 'Pre-PQ Process',
  'PO Sent to Vendor Date': '1/9/2006',
  'Scheduled Delivery Date': '2-Jun-06',
  'Delivered to Client Date': '2-Jun-06',
  'Delivery Recorded Date': '5-Jun-06',
  'Product Group': 'HRDT',
  Vendor: 'Maker Ltd.',
  'Item Description': 'Test, 30 Tests',
  'Dosage Form': 'Test kit',
  'Unit of Measure (Per Pack)': '30',
  'Line Item Quantity': '19',
  'Line Item Value': '551',
  'Manufacturing Site': 'Maker plant',
  'First Line Designation': 'Yes',
  'Weight (Kilograms)': '13',
  'Freight Cost (USD)': '780.34',
};
const table = (rows: Record<string, string>[], separator = '\t') => {
  const names: string[] = Object.values(COLUMNS);
  const cell = (text = '') => (/[",\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map((row, index) => {
    const full: Record<string, string> = { ...GOOD, ID: String(index + 1), ...row };
    return names.map((name) => cell(full[name])).join(separator);
  });
  return [names.join(separator), ...lines].join('\r\n');
};
const plan = (rows: Record<string, string>[], separator?: string): ReplayPlan =>
  planReplay(parseHistory(table(rows, separator), 'own.tsv'));
const facts = ({ signals }: ReplayPlan) => signals.filter(({ row }) => row !== null);

describe('planReplay', () => {
  it.each([['\t'], [',']])('maps a row to what its source knew, and when (separator %j)', (separator) => {
    const { signals, findings, refused, lines } = plan([{}], separator);
    expect({ findings, refused, lines }).toEqual({ findings: [], refused: 0, lines: 1 });
    const [ordered, delivered] = signals.filter(({ row }) => row === 2).map(({ event }) => event);
    expect(ordered).toMatchObject({
      id: 'line-1-announced',
      type: 'purchase-order.sent',
      time: '2006-01-09T08:00:00Z',
      recordedtime: '2006-01-09T08:00:00Z',
    });
    expect(delivered).toEqual({
      specversion: '1.0',
      id: 'line-1-delivered',
      source: '/usaid-scms/delivery-history',
      type: 'delivery.recorded',
      subject: 'ASN-8',
      region: 'western-africa',
      time: '2006-06-02T12:00:00Z',
      recordedtime: '2006-06-05T12:00:00Z',
      data: {
        line: {
          orderNumber: 'SCMS-4',
          lineNumber: '1',
          shipment: 'ASN-8',
          supplier: 'Maker Ltd.',
          item: 'Test, 30 Tests',
          itemGroup: 'HRDT',
          origin: 'Maker plant',
          destination: 'Ghana',
          region: 'western-africa',
          customer: '100-XX-T01',
          mode: 'air',
          quantity: 19,
          packUnit: '30 tests',
          value: 551,
          currency: 'USD',
          firstLine: true,
          scheduledDelivery: '2006-06-02',
        },
        deliveredOn: '2006-06-02',
        recordedOn: '2006-06-05',
        weightKg: 13,
        freight: 780.34,
      },
    });
  });

  it('streams in the order in which facts became known, with a clock each day', () => {
    const { signals } = plan([
      { 'Delivery Recorded Date': '12-Jan-06' },
      { 'PO Sent to Vendor Date': '1/10/2006', 'Delivery Recorded Date': '11-Jan-06' },
      {
        'PO Sent to Vendor Date': 'N/A',
        'PQ First Sent to Client Date': '1/8/2006',
        'Delivery Recorded Date': '11-Jan-06',
      },
    ]);
    expect(signals.map(({ event }) => event.id)).toEqual([
      'line-3-announced',
      'clock-2006-01-09',
      'line-1-announced',
      'clock-2006-01-10',
      'line-2-announced',
      'clock-2006-01-11',
      'line-2-delivered',
      'line-3-delivered',
      'clock-2006-01-12',
      'line-1-delivered',
      'clock-2006-01-13',
    ]);
  });

  it('invents nothing where the source told nothing', () => {
    const odd = plan([
      { 'PO Sent to Vendor Date': 'Date Not Captured' },
      {
        'Fulfill Via': 'From RDC',
        Vendor: 'SCMS from RDC',
        'Shipment Mode': 'N/A',
        'Weight (Kilograms)': 'See ASN-93 (ID#:1281)',
        'Freight Cost (USD)': 'See ASN-93 (ID#:1281)',
      },
      { 'Delivered to Client Date': '', 'Delivery Recorded Date': '' },
      { 'PO Sent to Vendor Date': '7/1/2006' },
      { 'Delivery Recorded Date': '2-Jun-07' },
    ]);
    expect(facts(odd).map(({ event }) => event.id)).toEqual([
      'line-2-announced',
      'line-3-announced',
      'line-5-announced',
      'line-1-delivered',
      'line-2-delivered',
      'line-4-delivered',
      'line-4-announced',
      'line-5-delivered',
    ]);
    const second = facts(odd).find(({ event }) => event.id === 'line-2-delivered')?.event.data;
    expect(second).toMatchObject({
      line: { origin: 'Regional distribution centre', mode: 'unknown' },
      weightKg: null,
      freight: null,
      freightNote: 'See ASN-93 (ID#:1281)',
    });
    expect(odd.findings.map(({ row, line, reason }) => [row, line, reason])).toEqual([
      [2, '1', 'No start date: first heard of when its delivery was recorded.'],
      [3, '2', 'Freight points to another line: 1 line, this one first.'],
      [3, '2', 'Weight points to another line: 1 line, this one first.'],
      [4, '3', 'No delivery date: streamed as ordered only.'],
      [5, '4', 'Its start date 2006-07-01 is after its delivery was recorded, 2006-06-05.'],
      [6, '5', 'Its delivery was recorded 365 days after it happened.'],
    ]);
  });

  it('accounts for each row that cannot be streamed, with row and reason', () => {
    const text = `${table([
      { 'Scheduled Delivery Date': 'soon' },
      { 'Line Item Quantity': '0' },
      { 'Line Item Value': 'free' },
      { 'Delivered to Client Date': '31-Feb-06' },
      { 'Delivery Recorded Date': '' },
      { ID: '99' },
      { ID: '99' },
      { Vendor: '' },
      { 'PO Sent to Vendor Date': '', 'Delivered to Client Date': '' },
    ])}\r\nonly\tthree\tfields\r\n`;
    const { refused, lines, findings, signals } = planReplay(parseHistory(text, 'own.tsv'));
    expect({ lines, refused, streamed: new Set(signals.map(({ row }) => row)).size - 1 }).toEqual({
      lines: 10,
      refused: 9,
      streamed: 1,
    });
    expect(findings.map(({ row, kind, reason }) => `${kind} ${row} ${reason}`)).toEqual([
      'refused 2 Scheduled Delivery Date "soon" is not a date.',
      'refused 3 Line Item Quantity "0" is not a number above 0.',
      'refused 4 Line Item Value "free" is not a number.',
      'refused 5 Delivered to Client Date "31-Feb-06" is not a date.',
      'refused 6 Delivery Recorded Date "" is not a date, so it is unknown when the delivery became known.',
      'refused 8 Its ID 99 is that of row 7.',
      expect.stringMatching(/^refused 9 line\.supplier: /),
      'refused 10 It has neither a start date nor a delivery, so there is nothing to tell.',
      'refused 11 It has 3 fields where the header has 23.',
    ]);
  });

  it('keeps findings bounded and says how many more there are', () => {
    const { findings } = plan(Array.from({ length: MAX_FINDINGS + 200 }, () => ({ 'PO Sent to Vendor Date': '' })));
    expect(findings).toHaveLength(MAX_FINDINGS);
    expect(findings.at(-1)?.reason).toBe('And 201 more findings from this row on.');
  });

  it('sends only what contracts allow', () => {
    for (const { event } of plan([{}, { 'PO Sent to Vendor Date': '', 'PQ First Sent to Client Date': '1/8/2006' }])
      .signals) {
      expect(cloudEventSchema.safeParse(event)).toMatchObject({ success: true });
      expect(CONTRACTS.find(({ type }) => type === event.type)?.schema.safeParse(event.data)).toMatchObject({
        success: true,
      });
    }
  });
});

it('names the column that a file lacks', () => {
  expect(() => parseHistory('ID\tCountry\n1\tGhana', 'own.tsv')).toThrow(
    'The file own.tsv has no column "Project Code"',
  );
});

const real = sharedData('scms/deliveries-before-2013.tsv');
describe.skipIf(!real)(`the real history${real ? '' : ' (skipped: its file is not on this machine)'}`, () => {
  it('is accounted for, line by line', async () => {
    const history = await readHistory(real ?? '');
    const { lines, refused, signals, findings } = planReplay(history.rows);
    expect({ lines, refused }).toEqual({ lines: 6507, refused: 0 });
    const of = (type: string) => signals.filter(({ event }) => event.type === type);
    expect([of('purchase-order.sent').length, of('price-quote.sent').length, of('delivery.recorded').length]).toEqual([
      2497, 2079, 6507,
    ]);
    expect(new Set(signals.map(({ event }) => event.id)).size).toBe(signals.length);
    const count = (words: string) => findings.filter(({ reason }) => reason.includes(words)).length;
    expect(count('No start date')).toBe(1931);
    expect(count('is after its delivery was recorded')).toBe(1);
    expect(count('recorded 365 days after')).toBe(1);
    const lines2 = of('delivery.recorded').map(
      ({ event }) =>
        event.data as {
          deliveredOn: string;
          line: { scheduledDelivery: string; shipment: string; destination: string };
        },
    );
    const late = lines2.filter(({ deliveredOn, line }) => deliveredOn > line.scheduledDelivery);
    expect([late.length, new Set(late.map(({ line }) => line.shipment)).size]).toEqual([602, 423]);
    expect(lines2.filter(({ line }) => line.destination === "Côte d'Ivoire")).toHaveLength(786);
  });
});

import { describe, expect, it } from 'vitest';
import { edifact, x12 } from '../../../testing/edi.ts';
import { judgeInterchange } from './judge-message.ts';
import { readEdifact } from './read-edifact.ts';
import { readX12 } from './read-x12.ts';

/** Files that took time with the square of their length, or worse: read to their end, and rightly. */
const header = (terminator: string) =>
  `ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *261120*0915*U*00401*000000077*0*T*>${terminator}`;
const signalsOf = (interchanges: Awaited<ReturnType<typeof readX12>>) =>
  interchanges
    .map(judgeInterchange)
    .flatMap(({ groups }) => groups.flatMap(({ messages }) => messages.flatMap(({ signals }) => signals)));

describe('X12', () => {
  it('ends its interchange where it ends, however many line feeds stand between', async () => {
    const feeds = '\n'.repeat(200_000);
    const [whole, ...others] = await readX12(
      `${header('\n')}${feeds}GS*PO*B*S*20261120*0915*7*X*004010\nGE*0*7\n${feeds}IEA*1*000000077${feeds}`,
    );
    expect(others).toEqual([]);
    expect(whole).toMatchObject({ faults: [], groups: [{ reference: '7', faults: [] }] });
  });
  it('is cut after 400 kB of line feeds', async () => {
    const [cut, ...others] = await readX12(`${header('\n')}${'\n'.repeat(400_000)}X`);
    expect(others).toEqual([]);
    expect(cut?.groups).toEqual([]);
    expect(cut?.faults.at(-1)).toMatchObject({ kind: 'trailer-missing', segment: 'IEA' });
  });
  it('is as many interchanges as it has headers, none of them with a trailer', async () => {
    const many = await readX12(`${header('~')}\n`.repeat(3_000));
    expect(many).toHaveLength(3_000);
    expect(new Set(many.map(({ faults }) => faults.map(({ kind }) => kind).join()))).toEqual(
      new Set(['trailer-missing']),
    );
  });
  it('tells of every shipment its own items, also of 5,000', async () => {
    const shipments = 5_000;
    const levels = Array.from({ length: shipments }, (_, n) => [
      `HL*${3 * n + 1}**S`,
      `HL*${3 * n + 2}*${3 * n + 1}*O`,
      `PRF*PO-${n}`,
      `HL*${3 * n + 3}*${3 * n + 2}*I`,
      `LIN*1*BP*KIT-${n}`,
      'SN1**1*EA',
    ]).flat();
    const signals = signalsOf(await readX12(x12('SH', [{ type: '856', body: ['BSN*00*N*20261120*0915', ...levels] }])));
    expect(signals).toHaveLength(shipments);
    expect(signals.at(-1)?.data.lines).toMatchObject([{ orderNumber: 'PO-4999', item: 'KIT-4999' }]);
  });
  it('finds no shipment above items that stand above one another', async () => {
    const body = [
      'BSN*00*N*20261120*0915',
      'HL*1**S',
      'HL*2*3*I',
      'LIN**BP*A',
      'SN1**1*EA',
      'HL*3*2*I',
      'LIN**BP*B',
      'SN1**1*EA',
    ];
    const [signal] = signalsOf(await readX12(x12('SH', [{ type: '856', body }])));
    expect(signal?.data.lines).toEqual([]);
  });
  it('finds the shipment above items 5,000 levels deep', async () => {
    const levels = Array.from({ length: 5_000 }, (_, n) => [`HL*${n + 2}*${n + 1}*I`, 'LIN**BP*A', 'SN1**1*EA']).flat();
    const body = ['BSN*00*N*20261120*0915', 'HL*1**S', ...levels];
    const [signal] = signalsOf(await readX12(x12('SH', [{ type: '856', body }])));
    expect(signal?.data.lines).toHaveLength(5_000);
  });
  it('takes the date of the heading for each line of a change', async () => {
    const lines = Array.from({ length: 2_000 }, (_, n) => `POC*${n + 1}*QI*5****1.25**BP*KIT`);
    const dates = Array.from({ length: 2_000 }, () => 'DTM*999*20261120');
    const body = ['BCH*04*NE*PO-1***20261120', ...dates, 'DTM*002*20261201', ...lines];
    const signals = signalsOf(await readX12(x12('PC', [{ type: '860', body }])));
    expect(new Set(signals.map(({ data }) => data.requestedDelivery))).toEqual(new Set(['2026-12-01']));
    expect(signals).toHaveLength(2_000);
  });
});

describe('EDIFACT', () => {
  it('names the consignment of 5,000 statuses by the best reference of status, consignment or heading', () => {
    const noise = Array.from({ length: 5_000 }, () => 'RFF+ZZZ:1');
    const statuses = Array.from({ length: 5_000 }, () => 'STS+1+21');
    const body = [
      'BGM+23+1+9',
      'NAD+CA+CARRIER',
      'RFF+BM:BILL',
      ...noise,
      'CNI+1',
      'RFF+CN:CONSIGNED',
      ...noise,
      ...statuses,
      'RFF+SI:OWN',
    ];
    const [interchange] = readEdifact(edifact([{ type: 'IFTSTA', body }]));
    const signals = signalsOf(interchange ? [interchange] : []);
    expect(signals).toHaveLength(5_000);
    expect([signals[0], signals.at(-1)].map((one) => [one?.data.shipment, one?.data.carrier])).toEqual([
      ['CONSIGNED', 'CARRIER'],
      ['OWN', 'CARRIER'],
    ]);
  });
  it.each([
    ['one character for all', `UNA++++++${'+'.repeat(1_000)}`],
    ['one character for two', "UNA:+.+ 'UNB+UNOC:3+S+B+261120:0915+1'UNZ+0+1'"],
    ['a letter', "UNAa+.? 'UNB+UNOC:3+S+B+261120:0915+1'UNZ+0+1'"],
  ])('is refused when UNA names %s', (_name, text) => {
    expect(() => readEdifact(text)).toThrow(/^UNA: component, element, release and segment characters must differ/);
  });
});

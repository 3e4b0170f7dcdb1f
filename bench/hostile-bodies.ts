// Bodies that a sender may post and that cost their reader far more than their bytes: each is within the limits of its call.

import {
  dcsaEvents,
  epcisEvents,
  faultyEdifact,
  isa,
  nested,
  noticeX12,
  orderEdifact,
  orderX12,
  statusesEdifact,
} from './make-bodies.ts';

/** Where a body is posted, as what, and what it is made of. `call` is one of the machine API, or a contract document of an operator. */
export type HostileBody = { name: string; call: string; contentType: string; make: () => Buffer };

export const CONTRACT_CALL = 'sources.check';

const MB = 1_000_000;
const file = (name: string, contentType: string, make: () => string | Buffer, query = ''): HostileBody => ({
  name,
  call: `imports${query}`,
  contentType,
  make: () => Buffer.from(make()),
});
const X12 = 'application/edi-x12';
const EDIFACT = 'application/edifact';
const MAIL = 'message/rfc822';
const CSV = 'text/csv';
const ORDERS = '?type=purchase-order.placed';
const HEADER = 'orderNumber,lineNumber,item,quantity,unit\n';

const mail = (contentType: string, body: string) =>
  `From: a@example.com\r\nTo: b@example.com\r\nSubject: late\r\nMIME-Version: 1.0\r\nContent-Type: ${contentType}\r\n\r\n${body}`;
const html = (name: string, make: () => string) =>
  file(name, MAIL, () => mail('text/html; charset=utf-8', `<p>We ship late.</p>${make()}`));

const document = (name: string, make: () => string): HostileBody => ({
  name,
  call: CONTRACT_CALL,
  contentType: 'application/json',
  make: () => Buffer.from(make()),
});

/** The worst bodies known, for the key of any source; contract documents for an operator. */
export const HOSTILE_BODIES: readonly HostileBody[] = [
  file('X12: 120 kB of line feeds after an ISA ended by one', X12, () => `${isa('\n')}${'\n'.repeat(120_000)}X`),
  file('X12: 4 MB of line feeds after an ISA ended by one', X12, () => `${isa('\n')}${'\n'.repeat(4 * MB)}X`),
  file('X12: 40,000 ISA without IEA', X12, () => isa('~').repeat(40_000)),
  file(
    'X12: an ISA wrapped, then 100,000 more',
    X12,
    () => `${isa('~').replace('RECEIVER  ', 'RECEIV\nER ')}${isa('~').repeat(100_000)}`,
  ),
  file('X12: one segment of 8 MB', X12, () => `${isa('~')}GS*${'A'.repeat(8 * MB)}~`),
  file('X12: one segment of 2,000,000 elements', X12, () => `${isa('~')}GS${'*'.repeat(2 * MB)}~`),
  file('X12: 1,000,000 empty segments', X12, () => `${isa('~')}${'~'.repeat(MB)}`),
  file('X12: 850 with 40,000 lines, well-formed', X12, () => orderX12(40_000)),
  file('X12: 856 with 20,000 shipments', X12, () => noticeX12(20_000)),
  file('EDIFACT: ORDERS with 40,000 lines, well-formed', EDIFACT, () => orderEdifact(40_000)),
  file('EDIFACT: 200,000 UNB without UNZ', EDIFACT, () => "UNB+UNOC:3+A+B+260101:1200+1'".repeat(200_000)),
  file('EDIFACT: 150,000 interchanges', EDIFACT, () => "UNB+UNOC:3+A+B+260101:1200+1'UNZ+0+1'".repeat(150_000)),
  file('EDIFACT: UNA whose delimiters are all one, 4 MB', EDIFACT, () => `UNA++++++${'+'.repeat(4 * MB)}`),
  file(
    'EDIFACT: 4 MB of spaces between segments',
    EDIFACT,
    () => `UNB+UNOC:3+A+B+260101:1200+1'${' '.repeat(4 * MB)}X`,
  ),
  file('EDIFACT: IFTSTA of 30,000 statuses and as many references', EDIFACT, () => statusesEdifact(30_000)),
  file('EDIFACT: DESADV of 100,000 lines that say nothing', EDIFACT, () => faultyEdifact(100_000)),
  html('mail: <b> × 600,000', () => '<b>'.repeat(600_000)),
  html('mail: <ul><li> × 200,000', () => '<ul><li>'.repeat(200_000)),
  html('mail: <table><tr><td> × 100,000', () => '<table><tr><td>'.repeat(100_000)),
  html('mail: blanks and line feeds × 900,000', () => ' \n'.repeat(900_000)),
  html('mail: <a × 900,000', () => '<a '.repeat(900_000)),
  html('mail: <!-- × 500,000', () => '<!--'.repeat(500_000)),
  html('mail: & × 2,000,000', () => '&'.repeat(2 * MB)),
  file('mail: HTML in 1,000 parts', MAIL, () =>
    mail(
      'multipart/mixed; boundary=b',
      `--b\r\nContent-Type: text/html\r\n\r\n${'<b>'.repeat(9_000)}\r\n`.repeat(1_000),
    ),
  ),
  file('mail: 28 multiparts within one another', MAIL, () => nested(28, 400_000)),
  file('mail: 20 multiparts within one another', MAIL, () => nested(19, 400_000)),
  file('mail: 100,000 parts', MAIL, () => mail('multipart/mixed; boundary=b', '--b\r\n\r\n'.repeat(100_000))),
  file(
    'mail: 100,000 recipients',
    MAIL,
    () => `From: a@example.com\r\nTo: ${'x <c@example.com>, '.repeat(12_000)}\r\n\r\nlate`,
  ),
  file('mail: a header line of 240 kB of quotation marks', MAIL, () => `From: ${'"<('.repeat(80_000)}\r\n\r\nlate`),
  file(
    'mail: encoded words × 20,000',
    MAIL,
    () => `From: a@example.com\r\nSubject: ${'=?utf-8?q?a?= '.repeat(17_000)}\r\n\r\nlate`,
  ),
  file(
    'mail: an encoded word without end',
    MAIL,
    () => `From: a@example.com\r\nSubject: ${'=?utf-8?q?'.repeat(24_000)}\r\n\r\nlate`,
  ),
  file('mail: parameters × 20,000', MAIL, () => mail(`text/plain; ${'a*0=b; '.repeat(30_000)}`, 'late')),
  file('mail: 32 MB without a header', MAIL, () => 'a'.repeat(32 * MB)),
  file('mail: 10 MB of base64 in one line', MAIL, () =>
    mail('application/pdf\r\nContent-Transfer-Encoding: base64', 'QUFB'.repeat(2_500_000)),
  ),
  file('mail: 10 MB of quoted-printable', MAIL, () =>
    mail('text/plain\r\nContent-Transfer-Encoding: quoted-printable', '=41='.repeat(2_500_000)),
  ),
  file('CSV: 31 MB of rows with one cell', CSV, () => `${HEADER}${'x\n'.repeat(15_500_000)}`, ORDERS),
  file('CSV: 31 MB of rows that cannot be told apart, no header', CSV, () => 'x"\n'.repeat(10_300_000), ORDERS),
  file('CSV: 4 MB of quotation marks that are not closed', CSV, () => `${HEADER}${'"\n'.repeat(2 * MB)}`, ORDERS),
  file('CSV: 4 MB of quotation marks', CSV, () => `${HEADER}${'"'.repeat(4 * MB)}`, ORDERS),
  file('CSV: 31 MB of line feeds', CSV, () => `${HEADER}${'\n'.repeat(31 * MB)}`, ORDERS),
  file(
    'CSV: 31 MB of line feeds and a byte that is no UTF-8',
    CSV,
    () => Buffer.concat([Buffer.from(HEADER + '\n'.repeat(31 * MB)), Buffer.from([0xff])]),
    ORDERS,
  ),
  file('CSV: a row of 31 MB', CSV, () => `${HEADER}${'a'.repeat(31 * MB)}`, ORDERS),
  file('CSV: rows of 100,000 cells', CSV, () => `${HEADER}${`${','.repeat(100_000)}x\n`.repeat(300)}`, ORDERS),
  file(
    'CSV: a header of 90,000 columns, and 100 rows',
    CSV,
    () =>
      `${HEADER.trim()}${',a'.repeat(90_000)}\n${`${'1'.repeat(5).split('').join(',')}${','.repeat(90_000)}\n`.repeat(100)}`,
    ORDERS,
  ),
  {
    name: 'EPCIS: 9,999 events',
    call: 'epcis/capture',
    contentType: 'application/json',
    make: () => Buffer.from(epcisEvents(9_999)),
  },
  {
    name: 'EPCIS: 3 events with 3,000 readings each',
    call: 'epcis/capture',
    contentType: 'application/json',
    make: () => Buffer.from(epcisEvents(3, 3_000)),
  },
  {
    name: 'DCSA: 9,999 events',
    call: 'dcsa/events',
    contentType: 'application/json',
    make: () => Buffer.from(dcsaEvents(9_999)),
  },
  {
    name: 'DCSA: one event 100,000 lists deep',
    call: 'dcsa/events',
    contentType: 'application/json',
    make: () => Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  },
  {
    name: 'CloudEvents: 49,999 that are none',
    call: 'signals',
    contentType: 'application/cloudevents-batch+json',
    make: () => Buffer.from(`[${'{},'.repeat(49_998)}{}]`),
  },
  {
    name: 'CloudEvents: 31 of 250 kB, in small members',
    call: 'signals',
    contentType: 'application/cloudevents-batch+json',
    make: () =>
      Buffer.from(
        JSON.stringify(
          Array.from({ length: 31 }, (_, n) => ({
            specversion: '1.0',
            id: `hostile-${n}`,
            source: '/hostile',
            type: 'purchase-order.placed',
            data: Object.fromEntries(Array.from({ length: 20_000 }, (_, k) => [`k${k}`, k % 10])),
          })),
        ),
      ),
  },
  {
    name: 'CloudEvents: 9,999 sound ones',
    call: 'signals',
    contentType: 'application/cloudevents-batch+json',
    make: () =>
      Buffer.from(
        JSON.stringify(
          Array.from({ length: 9_999 }, (_, n) => ({
            specversion: '1.0',
            id: `sound-${n}`,
            source: '/hostile',
            type: 'purchase-order.placed',
            data: {
              orderNumber: 'PO',
              lineNumber: String(n),
              supplier: null,
              buyer: null,
              item: 'KIT',
              quantity: 1,
              unit: 'EA',
              unitPrice: null,
              currency: null,
              requestedDelivery: null,
              shipTo: null,
              note: null,
            },
          })),
        ),
      ),
  },
  {
    name: 'CloudEvents: 4,000,000 lists',
    call: 'signals',
    contentType: 'application/json',
    make: () => Buffer.from('['.repeat(4 * MB)),
  },
  document('contract: 80,000 anchors', () => '&a '.repeat(80_000)),
  document('contract: 80,000 anchors in lines', () => '&a &a\n'.repeat(40_000)),
  document('contract: 250,000 brackets', () => '['.repeat(250_000)),
  document('contract: 30,000 keys', () => Array.from({ length: 30_000 }, (_, n) => `k${n}: 1`).join('\n')),
  document('contract: 120,000 dashes', () => '- '.repeat(120_000)),
];

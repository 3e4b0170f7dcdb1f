// What the hostile bodies are made of.

/** An interchange header of X12 with this character as the terminator of its segments. */
export const isa = (terminator: string) =>
  `ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260101*1200*U*00401*000000001*0*P*>${terminator}`;
/** Multiparts within one another, and then lines that may be a boundary of any of them. */
export function nested(depth: number, lines: number): string {
  const opening = Array.from(
    { length: depth },
    (_, n) => `${n ? `--b${n - 1}\r\n` : ''}Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n`,
  );
  return `From: a@example.com\r\nMIME-Version: 1.0\r\n${opening.join('')}${'--x\r\n'.repeat(lines)}`;
}

/** A well-formed 850 of this many lines. */
export function orderX12(lines: number): string {
  const set = [
    'ST*850*0001',
    'BEG*00*NE*PO-HOSTILE**20260101',
    ...Array.from({ length: lines }, (_, n) => `PO1*${n + 1}*10*EA*1.25**BP*KIT-${n}`),
    `CTT*${lines}`,
    `SE*${lines + 4}*0001`,
  ];
  const lead = 'GS*PO*SENDER*RECEIVER*20260101*1200*1*X*004010';
  return `${[isa('').slice(0, 105), lead, ...set, 'GE*1*1', 'IEA*1*000000001'].join('~')}~`;
}

/** A well-formed ORDERS of this many lines. */
export function orderEdifact(lines: number): string {
  const message = [
    'UNH+1+ORDERS:D:96A:UN',
    'BGM+220+PO-HOSTILE+9',
    'DTM+137:20260101:102',
    ...Array.from({ length: lines }, (_, n) => `LIN+${n + 1}++KIT-${n}:SA'QTY+21:10'PRI+AAA:1.25`),
    `CNT+2:${lines}`,
    `UNT+${lines * 3 + 5}+1`,
  ];
  return ["UNA:+.? 'UNB+UNOC:3+SENDER+RECEIVER+260101:1200+1", ...message, "UNZ+1+1'"].join("'");
}

export const epcisEvents = (events: number, readings = 0) =>
  JSON.stringify({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-01T00:00:00Z',
    epcisBody: {
      eventList: Array.from({ length: events }, (_, n) => ({
        type: 'ObjectEvent',
        eventID: `urn:hostile:${readings}:${n}`,
        eventTime: '2026-01-01T00:00:00Z',
        eventTimeZoneOffset: '+00:00',
        action: 'OBSERVE',
        epcList: [`urn:epc:id:sgtin:4012345.011111.${n}`],
        bizStep: 'shipping',
        ...(readings
          ? {
              sensorElementList: [
                {
                  sensorReport: Array.from({ length: readings }, (_, r) => ({
                    type: 'Temperature',
                    value: r,
                    uom: 'CEL',
                  })),
                },
              ],
            }
          : {}),
      })),
    },
  });

export const dcsaEvents = (events: number) =>
  JSON.stringify(
    Array.from({ length: events }, (_, n) => ({
      eventID: `hostile-${n}`,
      eventType: 'EQUIPMENT',
      eventClassifierCode: 'ACT',
      equipmentEventTypeCode: 'GTIN',
      eventDateTime: '2026-01-01T00:00:00Z',
      equipmentReference: 'APZU4812090',
    })),
  );

/** A DESADV whose every line lacks what it must say. */
export function faultyEdifact(lines: number): string {
  const message = [
    'UNH+1+DESADV:D:96A:UN',
    'BGM+351+1+9',
    ...Array.from({ length: lines }, (_, n) => `LIN+${n + 1}`),
    `UNT+${lines + 3}+1`,
  ];
  return ["UNA:+.? 'UNB+UNOC:3+SENDER+RECEIVER+260101:1200+1", ...message, "UNZ+1+1'"].join("'");
}

/** An 856 whose every item is looked for under every shipment. */
export function noticeX12(shipments: number): string {
  const levels = Array.from({ length: shipments }, (_, n) => [
    `HL*${2 * n + 1}**S`,
    `HL*${2 * n + 2}*${2 * n + 1}*I~LIN**BP*KIT~SN1**1*EA`,
  ]).flat();
  const set = [
    'ST*856*0001',
    'BSN*00*NOTICE*20260101*1200',
    ...levels,
    `CTT*${2 * shipments}`,
    `SE*${4 * shipments + 4}*0001`,
  ];
  const lead = 'GS*SH*SENDER*RECEIVER*20260101*1200*1*X*004010';
  return `${[isa('').slice(0, 105), lead, ...set, 'GE*1*1', 'IEA*1*000000001'].join('~')}~`;
}

/** An IFTSTA whose consignment has very many references, read once more for each of its statuses. */
export function statusesEdifact(count: number): string {
  const message = [
    'UNH+1+IFTSTA:D:96A:UN',
    'BGM+23+1+9',
    'CNI+1',
    ...Array.from({ length: count }, () => 'RFF+ZZZ:1'),
    ...Array.from({ length: count }, () => 'STS+1+21'),
    `UNT+${2 * count + 4}+1`,
  ];
  return ["UNA:+.? 'UNB+UNOC:3+SENDER+RECEIVER+260101:1200+1", ...message, "UNZ+1+1'"].join("'");
}

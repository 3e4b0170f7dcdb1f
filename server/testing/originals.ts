/** An EPCIS document of one event. */
export const epcis = (changes: object = {}) => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ex: 'https://example.com/' }],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-11-20T08:00:00Z',
  epcisBody: {
    eventList: [
      {
        type: 'ObjectEvent',
        eventID: 'urn:uuid:0f8c-1',
        action: 'OBSERVE',
        bizStep: 'shipping',
        epcList: ['urn:epc:id:sgtin:0614141.107346.2017'],
        eventTime: '2026-11-20T08:00:00Z',
        eventTimeZoneOffset: '+00:00',
        'ex:seal': 'intact',
        sensorElementList: [{ sensorReport: [{ type: 'Temperature', value: 4.5, uom: 'CEL' }] }],
        ...changes,
      },
    ],
  },
});
/** An event of a container. */
export const dcsa = (changes: object = {}) => ({
  eventID: '6832920d-ef0a-4e0b-9b0e-0f5c0d0c3a11',
  eventType: 'EQUIPMENT',
  eventCreatedDateTime: '2026-11-20T08:00:00Z',
  eventDateTime: '2026-11-20T07:00:00Z',
  eventClassifierCode: 'ACT',
  equipmentEventTypeCode: 'LOAD',
  equipmentReference: 'APZU4812090',
  emptyIndicatorCode: 'LADEN',
  ...changes,
});
/** A purchase order of one line; `control` is that of its group. */
export const x12 = (control: string, quantity: number) =>
  [
    'ISA*00*          *00*          *ZZ*BUYER          *ZZ*SELLER         *261120*0915*U*00401*000000905*0*T*>',
    `GS*PO*BUYER*SELLER*20261120*0915*${control}*X*004010`,
    'ST*850*0001',
    'BEG*00*SA*PO-9**20261119',
    `PO1*1*${quantity}*EA***BP*KIT-1`,
    'SE*4*0001',
    `GE*1*${control}`,
    'IEA*1*000000905~',
  ].join('~');
/** The same in EDIFACT; `reference` is that of its message. */
export const edifact = (reference: string, quantity: number) =>
  [
    "UNB+UNOC:3+BUYER+SELLER+261120:0915+77'",
    `UNH+${reference}+ORDERS:D:96A:UN'`,
    "BGM+220+PO-9?'s+9'",
    "DTM+137:20261119:102'",
    "LIN+1++KIT-1:IN'",
    `QTY+21:${quantity}:PCE'`,
    "UNS+S'",
    `UNT+7+${reference}'`,
    "UNZ+1+77'",
  ].join('\n');
/** A mail to quote. */
export const mail = (id: string, words: string) =>
  `From: ann@example.com\nTo: bob@example.com\nMessage-ID: <${id}@example.com>\nSubject: Late\n\n${words}\n`;

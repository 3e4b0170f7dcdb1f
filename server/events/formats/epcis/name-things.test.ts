import { describe, expect, test } from 'vitest';
import { kindOfThing, nameThing, paperOf, shortWord, siteOf } from './name-things.ts';

const WEB = 'https://id.gs1.org/';

describe('a thing has one name, whichever way it is written', () => {
  test.each([
    ['urn:epc:id:sgtin:4012345.011111.9876', '01/04012345111118/21/9876', 'item'],
    ['urn:epc:class:lgtin:4012345.012345.998877', '01/04012345123456/10/998877', 'lot'],
    ['urn:epc:idpat:sgtin:4012345.044444.*', '01/04012345444445', 'item'],
    ['urn:epc:id:sscc:0614141.1234567890', '00/106141412345678908', 'container'],
    ['urn:epc:id:sgln:0614141.07346.1234', '414/0614141073467/254/1234', 'site'],
    ['urn:epc:id:sgln:4012345.00005.0', '414/4012345000054', 'site'],
    ['urn:epc:id:pgln:4000001.00012', '417/4000001000128', 'site'],
    ['urn:epc:id:grai:4012345.55555.987', '8003/04012345555554987', 'other'],
    ['urn:epc:id:giai:4000001.12345', '8004/400000112345', 'other'],
    ['urn:epc:id:gsrn:0614141.0000010253', '8018/061414100000102534', 'other'],
    ['urn:epc:id:gdti:0614141.00001.1618034', '253/06141410000121618034', 'other'],
    ['urn:epc:id:ginc:4012345.ABC', '401/4012345ABC', 'shipment'],
    ['https://id.gs1.org/01/09506000134352/21/12345', '01/09506000134352/21/12345', 'item'],
    ['https://example.com/shop/gtin/9506000134352/lot/L1/ser/12?x=1#y', '01/09506000134352/21/12', 'item'],
    ['https://id.example.com/8003/040123450007718765', '8003/040123450007718765', 'other'],
    ['http://example.com/414/9506000134307/', '414/9506000134307', 'site'],
  ])('%s', (sent, name, kind) => {
    expect(nameThing(sent)).toBe(`${WEB}${name}`);
    expect(kindOfThing(nameThing(sent))).toBe(kind);
    expect(nameThing(nameThing(sent))).toBe(nameThing(sent));
  });

  test.each([
    ['urn:epc:id:bic:CSQU3054383', 'container'],
    ['urn:epc:id:imovn:9176187', 'vehicle'],
    ['geo:42.69,23.31', 'site'],
    ['http://transaction.acme.com/po/12345678', 'other'],
    ['https://example.com/01/none', 'other'],
  ])('%s stays as it was sent', (sent, kind) => {
    expect(nameThing(sent)).toBe(sent);
    expect(kindOfThing(sent)).toBe(kind);
  });
});

test.each([
  ['shipping', 'shipping'],
  ['urn:epcglobal:cbv:bizstep:shipping', 'shipping'],
  ['https://ref.gs1.org/cbv/BizStep-shipping', 'shipping'],
  ['https://ns.gs1.org/cbv/Disp-in_transit', 'in_transit'],
  ['cbv:BTT-desadv', 'desadv'],
  ['gs1:MT-Temperature', 'Temperature'],
  ['https://gs1.org/voc/Temperature', 'Temperature'],
  ['https://gs1.org/voc/SensorAlertType-ALARM_CONDITION', 'ALARM_CONDITION'],
  [
    'http://epcis.example.org/hc/bizstep/summarising_discharge',
    'http://epcis.example.org/hc/bizstep/summarising_discharge',
  ],
])('the term %s is %s', (term, word) => expect(shortWord(term)).toBe(word));

test('a place is its GLN, a paper its number', () => {
  expect(siteOf(`${WEB}414/4012345000054/254/9`)).toBe('4012345000054');
  expect(siteOf('geo:1,2')).toBe('geo:1,2');
  expect(paperOf('urn:epcglobal:cbv:bt:0614141073467:1152')).toBe('1152');
  expect(paperOf('http://transaction.acme.com/po/12345678')).toBe('http://transaction.acme.com/po/12345678');
});

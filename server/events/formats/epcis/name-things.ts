import { makeTable } from '../../../core/make-table.ts';

/** GS1 keys that an EPC URN spells as `prefix.reference[.serial]`, and the Digital Link application identifiers for them. */
const URNS: readonly [RegExp, (...parts: string[]) => string][] = [
  [/^urn:epc:id:sgtin:(\d+)\.(\d)(\d*)\.(.+)$/, (p, i, r, s) => `01/${checked(`${i}${p}${r}`)}/21/${s}`],
  [/^urn:epc:class:lgtin:(\d+)\.(\d)(\d*)\.(.+)$/, (p, i, r, lot) => `01/${checked(`${i}${p}${r}`)}/10/${lot}`],
  [/^urn:epc:idpat:sgtin:(\d+)\.(\d)(\d*)\.\*$/, (p, i, r) => `01/${checked(`${i}${p}${r}`)}`],
  [/^urn:epc:id:sscc:(\d+)\.(\d)(\d*)$/, (p, i, r) => `00/${checked(`${i}${p}${r}`)}`],
  [/^urn:epc:id:sgln:(\d+)\.(\d*)\.(.+)$/, (p, r, x) => `414/${checked(`${p}${r}`)}${x === '0' ? '' : `/254/${x}`}`],
  [/^urn:epc:id:pgln:(\d+)\.(\d*)$/, (p, r) => `417/${checked(`${p}${r}`)}`],
  [/^urn:epc:id:grai:(\d+)\.(\d*)\.(.+)$/, (p, r, s) => `8003/0${checked(`${p}${r}`)}${s}`],
  [/^urn:epc:id:giai:(\d+)\.(.+)$/, (p, r) => `8004/${p}${r}`],
  [/^urn:epc:id:gsrn:(\d+)\.(\d*)$/, (p, r) => `8018/${checked(`${p}${r}`)}`],
  [/^urn:epc:id:gsrnp:(\d+)\.(\d*)$/, (p, r) => `8017/${checked(`${p}${r}`)}`],
  [/^urn:epc:id:gdti:(\d+)\.(\d*)\.(.+)$/, (p, r, s) => `253/${checked(`${p}${r}`)}${s}`],
  [/^urn:epc:id:ginc:(\d+)\.(.+)$/, (p, r) => `401/${p}${r}`],
  [/^urn:epc:id:gsin:(\d+)\.(\d*)$/, (p, r) => `402/${checked(`${p}${r}`)}`],
];

/** A Digital Link of any domain: a primary key, its number, qualifiers; names of identifiers may stand for their numbers. */
const LINK =
  /^https?:\/\/[^/?#]+(?:\/[^?#]*?)?\/(00|01|253|401|402|414|417|8003|8004|8017|8018|gtin|sscc|gln|party|grai|giai|gdti|ginc|gsin|gsrn|gsrnp)\/([^/?#]+)((?:\/[^/?#]+\/[^/?#]+)*)\/?(?:[?#].*)?$/;
const NUMBERS = makeTable<string>({
  gtin: '01',
  sscc: '00',
  gln: '414',
  party: '417',
  grai: '8003',
  giai: '8004',
  gdti: '253',
  ginc: '401',
  gsin: '402',
  gsrn: '8018',
  gsrnp: '8017',
  lot: '10',
  ser: '21',
});
const WEB = 'https://id.gs1.org/';

/**
 * The one name of a thing or place that EPC URNs and Digital Links of any domain lead to: a GS1 Digital Link of id.gs1.org with
 * the finest level that was told (GS1 Digital Link 1.2, EPC Tag Data Standard 1.13). What is no GS1 key stays as it was sent.
 */
export function nameThing(uri: string): string {
  for (const [pattern, link] of URNS) {
    const found = pattern.exec(uri);
    if (found) return `${WEB}${link(...found.slice(1))}`;
  }
  const [, key = '', number = '', rest = ''] = LINK.exec(uri) ?? [];
  const ai = NUMBERS[key] ?? key;
  if (!ai || !/^\d{4}/.test(number)) return uri;
  const pairs = [...rest.matchAll(/\/([^/]+)\/([^/]+)/g)].map(([, name = '', value]) => [NUMBERS[name] ?? name, value]);
  const qualifier = ['21', '10', '254', '235'].map((name) => pairs.find(([ai]) => ai === name)).find(Boolean);
  const sound = ai === '01' ? number.padStart(14, '0') : number;
  return `${WEB}${ai}/${sound}${qualifier ? `/${qualifier.join('/')}` : ''}`;
}

/** Digits with the GS1 check digit behind them (General Specifications 7.9). */
function checked(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

export type ThingKind = 'shipment' | 'container' | 'lot' | 'site' | 'vehicle' | 'item' | 'other';

const KINDS: readonly [RegExp, ThingKind][] = [
  [/^https:\/\/id\.gs1\.org\/00\//, 'container'],
  [/^https:\/\/id\.gs1\.org\/01\/\d+\/10\//, 'lot'],
  [/^https:\/\/id\.gs1\.org\/01\//, 'item'],
  [/^https:\/\/id\.gs1\.org\/41[47]\//, 'site'],
  [/^https:\/\/id\.gs1\.org\/40[12]\//, 'shipment'],
  [/^urn:epc:id:bic:/, 'container'],
  [/^urn:epc:id:imovn:/, 'vehicle'],
  [/^geo:/, 'site'],
];

/** What kind of thing a name from `nameThing` names. */
export const kindOfThing = (name: string): ThingKind => KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';

/** A place as other signals name it: its GLN where it has one. */
export const siteOf = (name: string): string => /^https:\/\/id\.gs1\.org\/414\/(\d{13})/.exec(name)?.[1] ?? name;

/** A business transaction as other signals name it: the number behind the issuer's GLN, else the whole (CBV 2.0, 8.5). */
export const paperOf = (uri: string): string => /^urn:epcglobal:cbv:bt:\d+:(.+)$/.exec(uri)?.[1] ?? nameThing(uri);

const VOCABULARIES = [
  /^urn:epcglobal:cbv:(?:bizstep|disp|btt|sdt|er):/,
  /^(?:https?:\/\/(?:ref|ns)\.gs1\.org\/cbv\/|cbv:)(?:BizStep|Disp|BTT|SDT|ER|Comp)-/,
  /^(?:https?:\/\/(?:www\.)?gs1\.org\/voc\/|gs1:)(?:MT-|SensorAlertType-)?/,
];

/** The short word of a term of the CBV or of GS1's web vocabulary, whichever way it is written: `shipping`, `Temperature`. */
export function shortWord(term: string): string {
  for (const vocabulary of VOCABULARIES) if (vocabulary.test(term)) return term.replace(vocabulary, '');
  return term;
}

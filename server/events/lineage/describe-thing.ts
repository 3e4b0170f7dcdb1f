import { makeTable } from '../../core/make-table.ts';

/** What the keys of things name first, in words. */
const WORDS = makeTable<string>({
  po: 'Order line',
  lot: 'Lot',
  'customer-order': 'Customer order',
  'production-order': 'Production order',
  'port-call': 'Port call',
});

/** A thing by its key, in words: `|stock|item|site` is "Stock: item, site"; `source|shipment` is the shipment. Pure. */
export function describeThing(key: string): string {
  if (!key.startsWith('|')) return `Shipment ${key.slice(key.indexOf('|') + 1)}`;
  const [, kind = '', ...parts] = key.split('|');
  const named = parts.filter(Boolean).map((part) => part.replaceAll('%7C', '|').replaceAll('%25', '%'));
  const words = WORDS[kind] ?? `${kind.charAt(0).toUpperCase()}${kind.slice(1).replaceAll('-', ' ')}`;
  return named.length ? `${words}: ${named.join(', ')}` : words;
}

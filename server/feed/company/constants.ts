/** The generated company: a distributor of medical goods. Places and ports are real; names of companies are invented. */

/** World time at which the story begins, and how long it runs before it goes at a walking pace. */
export const WORLD_START = Date.parse('2026-03-02T00:00:00Z');
export const HISTORY_DAYS = 170;
export const SHIPMENTS_PER_DAY = 12;

export type Site = { city: string; code: string; country: string; port: string };

export const SUPPLIERS = {
  'Deccan Diagnostics': { city: 'Hyderabad', code: 'IN', country: 'India', port: 'INMAA' },
  'Sahyadri Biologics': { city: 'Pune', code: 'IN', country: 'India', port: 'INNSA' },
  'Straits Disposables': { city: 'George Town', code: 'MY', country: 'Malaysia', port: 'MYPEN' },
  'Chaohu Medical Textiles': { city: 'Hefei', code: 'CN', country: 'China', port: 'CNSHA' },
  'Neckar Instruments': { city: 'Mannheim', code: 'DE', country: 'Germany', port: 'NLRTM' },
  'Douro Farma': { city: 'Porto', code: 'PT', country: 'Portugal', port: 'PTLEI' },
  'Umgeni Sterile': { city: 'Durban', code: 'ZA', country: 'South Africa', port: 'ZADUR' },
  'Menomonee Devices': { city: 'Milwaukee', code: 'US', country: 'United States', port: 'USNYC' },
} as const satisfies Record<string, Site>;
export type SupplierName = keyof typeof SUPPLIERS;

export const DESTINATIONS: (Site & { customer: string })[] = [
  { city: 'Nairobi', code: 'KE', country: 'Kenya', port: 'KEMBA', customer: 'Rift Valley Hospitals' },
  { city: 'Lagos', code: 'NG', country: 'Nigeria', port: 'NGAPP', customer: 'Lagos Clinics Group' },
  { city: 'Accra', code: 'GH', country: 'Ghana', port: 'GHTEM', customer: 'Volta Health Stores' },
  { city: 'Dar es Salaam', code: 'TZ', country: 'Tanzania', port: 'TZDAR', customer: 'Coastal Medical Stores' },
  { city: 'Johannesburg', code: 'ZA', country: 'South Africa', port: 'ZADUR', customer: 'Highveld Care' },
  { city: 'Lusaka', code: 'ZM', country: 'Zambia', port: 'MZBEW', customer: 'Kafue District Hospitals' },
  { city: 'Hanoi', code: 'VN', country: 'Vietnam', port: 'VNHPH', customer: 'Red River Hospitals' },
  { city: 'Manila', code: 'PH', country: 'Philippines', port: 'PHMNL', customer: 'Luzon Health Network' },
  { city: 'Lima', code: 'PE', country: 'Peru', port: 'PECLL', customer: 'Andes Clinics' },
  { city: 'Guatemala City', code: 'GT', country: 'Guatemala', port: 'GTPRQ', customer: 'Altiplano Health' },
];

export type Item = {
  name: string;
  group: string;
  packUnit: string;
  priceUsd: number;
  kg: number;
  firstLine: boolean;
  suppliers: readonly SupplierName[];
};

/** What is dear for its weight is worth flying; gloves and syringes are not. */
export const ITEMS = {
  gloves: item('Nitrile examination gloves, box of 100', 'Consumables', '100 gloves', 5, 0.5, [
    'Straits Disposables',
    'Chaohu Medical Textiles',
  ]),
  syringes: item('Syringe 10 ml, box of 100', 'Consumables', '100 syringes', 7.5, 0.75, [
    'Chaohu Medical Textiles',
    'Straits Disposables',
  ]),
  infusion: item('Infusion set, box of 25', 'Consumables', '25 sets', 42, 1.1, [
    'Chaohu Medical Textiles',
    'Umgeni Sterile',
    'Douro Farma',
  ]),
  malaria: item('Malaria rapid test, 25 tests', 'Diagnostics', '25 tests', 24, 0.35, [
    'Deccan Diagnostics',
    'Umgeni Sterile',
  ]),
  glucose: item('Blood glucose strips, vial of 50', 'Diagnostics', '50 strips', 13, 0.06, [
    'Deccan Diagnostics',
    'Menomonee Devices',
    'Douro Farma',
  ]),
  hematology: item('Haematology reagent kit', 'Diagnostics', '400 tests', 310, 4.2, [
    'Deccan Diagnostics',
    'Neckar Instruments',
  ]),
  amoxicillin: item('Amoxicillin 500 mg, 1,000 capsules', 'Pharmaceuticals', '1,000 capsules', 46, 0.9, [
    'Sahyadri Biologics',
    'Douro Farma',
  ]),
  insulin: item('Insulin cartridge, pack of 5', 'Cold chain', '5 cartridges', 38, 0.12, ['Sahyadri Biologics'], true),
  heparin: item(
    'Heparin 5,000 IU, box of 50 vials',
    'Cold chain',
    '50 vials',
    165,
    1.1,
    ['Douro Farma', 'Sahyadri Biologics'],
    true,
  ),
  concentrator: item('Oxygen concentrator 10 l', 'Equipment', '1 unit', 960, 21, ['Menomonee Devices']),
  monitor: item('Patient monitor', 'Equipment', '1 unit', 2_400, 8, ['Neckar Instruments', 'Menomonee Devices']),
  ultrasound: item('Portable ultrasound', 'Equipment', '1 unit', 6_800, 5, ['Neckar Instruments']),
} as const;
export type ItemKey = keyof typeof ITEMS;

function item(
  name: string,
  group: string,
  packUnit: string,
  priceUsd: number,
  kg: number,
  suppliers: readonly SupplierName[],
  firstLine = false,
): Item {
  return { name, group, packUnit, priceUsd, kg, firstLine, suppliers };
}

/**
 * Kinds of orders. Which gate a late one meets follows from its value, its weight and what it is: small and light is released by
 * policy, dearer or critical by one person, dear and heavy by two, and flying what is cheap for its weight is denied.
 */
export const KINDS = {
  small: {
    share: 45,
    items: ['malaria', 'glucose', 'amoxicillin', 'infusion'],
    valueUsd: [4_000, 38_000],
    mostKg: 330,
  },
  middle: {
    share: 33,
    items: ['hematology', 'heparin', 'insulin', 'monitor', 'ultrasound'],
    valueUsd: [70_000, 380_000],
    mostKg: 4_500,
  },
  heavy: { share: 8, items: ['concentrator'], valueUsd: [220_000, 330_000], mostKg: 20_000 },
  bulky: { share: 14, items: ['gloves', 'syringes'], valueUsd: [9_000, 40_000], mostKg: 20_000 },
} as const satisfies Record<
  string,
  { share: number; items: readonly ItemKey[]; valueUsd: readonly [number, number]; mostKg: number }
>;
export type Kind = keyof typeof KINDS;
/** Late orders take turns, so that no kind is missing for long. */
export const LATE_TURNS: readonly Kind[] = ['small', 'middle', 'bulky', 'heavy'];

export type Scenario = {
  source: string;
  seed: number;
  /** One shipment of so many comes late: 7 is one or two a day of world time, one every half minute at the walking pace. */
  lateOneOf: number;
};
export const SCENARIOS: Record<string, Scenario> = {
  standard: { source: '/holdpoint/company', seed: 20_260_302, lateOneOf: 7 },
  rough: { source: '/holdpoint/company-rough', seed: 7_919, lateOneOf: 4 },
};

/** The CloudEvents source of a replayed delivery history. */
export const HISTORY_STREAM = '/usaid-scms/delivery-history';

/** The columns of the USAID SCMS delivery history that are read. Others may be there and are left aside. */
export const COLUMNS = {
  id: 'ID',
  project: 'Project Code',
  order: 'PO / SO #',
  shipment: 'ASN/DN #',
  country: 'Country',
  fulfilledVia: 'Fulfill Via',
  mode: 'Shipment Mode',
  quoted: 'PQ First Sent to Client Date',
  ordered: 'PO Sent to Vendor Date',
  scheduled: 'Scheduled Delivery Date',
  delivered: 'Delivered to Client Date',
  recorded: 'Delivery Recorded Date',
  group: 'Product Group',
  vendor: 'Vendor',
  item: 'Item Description',
  form: 'Dosage Form',
  perPack: 'Unit of Measure (Per Pack)',
  quantity: 'Line Item Quantity',
  value: 'Line Item Value',
  site: 'Manufacturing Site',
  firstLine: 'First Line Designation',
  weight: 'Weight (Kilograms)',
  freight: 'Freight Cost (USD)',
} as const;
export type Column = keyof typeof COLUMNS;

export const MODES: Record<string, 'air' | 'air-charter' | 'ocean' | 'truck' | 'unknown'> = {
  Air: 'air',
  'Air Charter': 'air-charter',
  Ocean: 'ocean',
  Truck: 'truck',
};

/** What the source calls a delivery from its own stock; the site named on such a line is the maker's, not where it left from. */
export const FROM_STOCK = 'From RDC';
export const STOCK_ORIGIN = 'Regional distribution centre';

/** What is counted in a pack, by the beginning of the dosage form; longest first. */
export const UNITS: [form: string, unit: string][] = [
  ['Chewable/dispersible tablet', 'tablets'],
  ['Delayed-release capsules', 'capsules'],
  ['Powder for oral solution', 'ml when made up'],
  ['Oral suspension', 'ml'],
  ['Oral solution', 'ml'],
  ['Test kit', 'tests'],
  ['Tablet', 'tablets'],
  ['Capsule', 'capsules'],
];

/** Subregions of the UN M49 standard, with the countries as the source spells them. */
const REGIONS: Record<string, string> = {
  'eastern-africa':
    'Burundi|Comoros|Djibouti|Eritrea|Ethiopia|Kenya|Madagascar|Malawi|Mauritius|Mozambique|Rwanda|Seychelles|Somalia|South Sudan|Tanzania|Uganda|Zambia|Zimbabwe',
  'middle-africa':
    'Angola|Cameroon|Central African Republic|Chad|Congo|Congo, DRC|Equatorial Guinea|Gabon|Sao Tome and Principe',
  'northern-africa': 'Algeria|Egypt|Libya|Morocco|Sudan|Tunisia',
  'southern-africa': 'Botswana|Eswatini|Lesotho|Namibia|South Africa|Swaziland',
  'western-africa':
    "Benin|Burkina Faso|Cabo Verde|Cote d'Ivoire|Gambia|Ghana|Guinea|Guinea-Bissau|Liberia|Mali|Mauritania|Niger|Nigeria|Senegal|Sierra Leone|Togo",
  caribbean: 'Bahamas|Barbados|Cuba|Dominica|Dominican Republic|Grenada|Haiti|Jamaica|Saint Lucia|Trinidad and Tobago',
  'central-america': 'Belize|Costa Rica|El Salvador|Guatemala|Honduras|Mexico|Nicaragua|Panama',
  'south-america': 'Argentina|Bolivia|Brazil|Chile|Colombia|Ecuador|Guyana|Paraguay|Peru|Suriname|Uruguay|Venezuela',
  'central-asia': 'Kazakhstan|Kyrgyzstan|Tajikistan|Turkmenistan|Uzbekistan',
  'eastern-asia': 'China|Japan|Mongolia|South Korea',
  'south-eastern-asia':
    'Burma|Cambodia|Indonesia|Laos|Malaysia|Myanmar|Philippines|Singapore|Thailand|Timor-Leste|Vietnam',
  'southern-asia': 'Afghanistan|Bangladesh|Bhutan|India|Iran|Maldives|Nepal|Pakistan|Sri Lanka',
  'western-asia':
    'Armenia|Azerbaijan|Bahrain|Georgia|Iraq|Israel|Jordan|Kuwait|Lebanon|Oman|Qatar|Saudi Arabia|Syria|Turkey|United Arab Emirates|Yemen',
  'eastern-europe': 'Belarus|Bulgaria|Moldova|Poland|Romania|Russia|Slovakia|Ukraine',
  oceania: 'Fiji|Papua New Guinea|Samoa|Solomon Islands|Tonga|Vanuatu',
};
const byCountry = new Map(
  Object.entries(REGIONS).flatMap(([region, names]) => names.split('|').map((name) => [name, region] as const)),
);

/** Region scope of a country; accents do not matter, and a country that is not listed is in `other`. */
export const regionOf = (country: string): string =>
  byCountry.get(country.normalize('NFD').replace(/\p{Mn}/gu, '')) ?? 'other';

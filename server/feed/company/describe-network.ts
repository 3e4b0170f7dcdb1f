import { regionOf } from '../scms/constants.ts';
import { DESTINATIONS, ITEMS, SUPPLIERS, type SupplierName, WORLD_START } from './constants.ts';
import type { Fact } from './make-stock.ts';
import { freightPerKg, type Lane, laneKey, type Mode, transitDays } from './measure-lanes.ts';

const MODES: readonly Mode[] = ['ocean', 'air', 'truck'];
const COLD = 'Cold chain';

/** What the company is made of: items, sites, suppliers and lanes, told once at the beginning. */
export function describeNetwork(lanes: ReadonlyMap<string, Lane>): Fact[] {
  const fact = (type: string, subject: string, data: object, region?: string): Fact => ({
    id: `${type}-${subject}`,
    type,
    subject,
    ...(region ? { region } : {}),
    happenedAt: WORLD_START,
    knownAt: WORLD_START,
    data,
  });
  const items = Object.values(ITEMS).map(({ name, group, packUnit, priceUsd }) =>
    fact('item.described', name, {
      item: name,
      name,
      itemGroup: group,
      unit: packUnit,
      unitCost: priceUsd,
      currency: 'USD',
      shelfLifeDays: null,
      minCelsius: group === COLD ? 2 : null,
      maxCelsius: group === COLD ? 8 : null,
    }),
  );
  const places = [
    ...Object.values(SUPPLIERS).map((site) => ({ ...site, kind: 'supplier' })),
    ...DESTINATIONS.map((site) => ({ ...site, kind: 'distribution-centre' })),
  ];
  const sites = places.map(({ city, code, country, kind }) => {
    const site = `${city}, ${country}`;
    return fact(
      'site.described',
      site,
      { site, name: city, kind, country: code, latitude: null, longitude: null },
      regionOf(country),
    );
  });
  const suppliers = (Object.keys(SUPPLIERS) as SupplierName[]).map((supplier) =>
    fact('supplier.described', supplier, {
      supplier,
      name: supplier,
      country: SUPPLIERS[supplier].code,
      status: 'active',
    }),
  );
  const ways = Object.values(SUPPLIERS).flatMap((from) =>
    DESTINATIONS.flatMap((to) => {
      const lane = lanes.get(laneKey(from, to));
      if (!lane) return [];
      const origin = `${from.city}, ${from.country}`;
      const destination = `${to.city}, ${to.country}`;
      return MODES.filter((mode) => mode !== 'truck' || lane.truck !== null).map((mode) =>
        fact(
          'lane.described',
          `${origin} to ${destination} by ${mode}`,
          {
            origin,
            destination,
            mode,
            leadDays: transitDays(lane, mode),
            costPerKg: Math.round(freightPerKg(lane, mode) * 100) / 100,
            currency: 'USD',
          },
          regionOf(to.country),
        ),
      );
    }),
  );
  return [...items, ...sites, ...suppliers, ...ways];
}

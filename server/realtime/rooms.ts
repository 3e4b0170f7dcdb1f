import type { Person } from '../core/context.ts';

/** Rooms come from the session alone: a person with every region joins `all`, others one room a region. */
export const roomsOf = (person: Person): string[] =>
  person.regions.includes('*') ? ['all'] : person.regions.map((region) => `region:${region}`);

/** Who hears of a row: everybody when it belongs to no region, else its region and those who see all. */
export const audienceOf = (region: string): string[] | 'everybody' =>
  region === '*' ? 'everybody' : ['all', `region:${region}`];

/** Whether a person in `rooms` hears of a row of this region; used when frames are replayed. */
export const hears = (rooms: string[], region: string): boolean => {
  const audience = audienceOf(region);
  return audience === 'everybody' || rooms.some((room) => audience.includes(room));
};

import { setTimeout as sleep } from 'node:timers/promises';
import { DAY, SECOND } from '../core/clock.ts';
import { readFeedEnv } from '../env.ts';
import { openTower } from './call-tower.ts';
import { SCENARIOS, WORLD_START } from './company/constants.ts';
import { HISTORY_END, openStory } from './company/plan-signals.ts';

/** The walking pace: days of world time a second of wall time; slow enough that a card is read before its facts are a day old. */
const PACE = 0.02;
const TICK_MS = SECOND;
/** However long this process was held up (a laptop asleep), world time never leaps further than this at once. */
const MOST_DAYS_A_TICK = 0.1;
/** Days of history in one go. */
const STRETCH = 20 * DAY;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

async function main(): Promise<void> {
  const env = readFeedEnv();
  const scenario = SCENARIOS[env.scenario];
  if (!scenario)
    throw new Error(`There is no scenario "${env.scenario}". Choose one of: ${Object.keys(SCENARIOS).join(', ')}.`);
  const tower = openTower(env.url, env.key, say);
  const story = openStory(scenario);

  // The tower remembers how far the story came; the signals of that instant are sent again, and are duplicates.
  let world = (await tower.recordedTo(story.source))?.getTime() ?? WORLD_START;
  say(world > WORLD_START ? `The story goes on at ${dayOf(world)}.` : `The story begins on ${dayOf(world)}.`);
  while (world < HISTORY_END) {
    const to = Math.min(world + STRETCH, HISTORY_END);
    const { accepted, duplicates } = await tower.send(story.between(world, to).map(({ event }) => event));
    say(`History to ${dayOf(to)}: ${accepted} signals accepted, ${duplicates} known already.`);
    world = to;
  }

  say(`Live from ${dayOf(world)}, a day of world time every ${1 / PACE} seconds.`);
  let today = Number.NaN;
  let ofToday: ReturnType<typeof story.between> = [];
  let wall = Date.now();
  for (;;) {
    const now = Date.now();
    const to = world + Math.min(((now - wall) / SECOND) * PACE, MOST_DAYS_A_TICK) * DAY;
    wall = now;
    const day = Math.floor(world / DAY) * DAY;
    if (day !== today) {
      today = day;
      ofToday = story.between(day, day + 2 * DAY);
    }
    await tower.send(ofToday.filter(({ knownAt }) => knownAt >= world && knownAt < to).map(({ event }) => event));
    world = to;
    await sleep(TICK_MS);
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

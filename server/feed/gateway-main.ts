import { setTimeout as sleep } from 'node:timers/promises';
import { readFeedEnv } from '../env.ts';
import { openTower } from './call-tower.ts';
import { EVERY, GATEWAY, isSentTwice, ROOMS, readingsOf, turnAt } from './cold-rooms/make-readings.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The gateway of the company's cold rooms: one batch of readings a turn, on the wall clock. What it missed it does not tell later. */
async function main(): Promise<void> {
  const { url, gatewayKey } = readFeedEnv();
  const tower = openTower(url, gatewayKey, say);
  say(`${GATEWAY} tells of ${ROOMS.length} rooms every ${EVERY / 1_000} seconds.`);
  for (let told = Number.NaN; ; ) {
    const turn = turnAt(Date.now());
    if (turn !== told) {
      const batch = readingsOf(turn);
      const { quarantined } = await tower.send(batch);
      for (const { id, detail } of quarantined) say(`Quarantined: ${id ?? 'a signal'}: ${detail}`);
      if (isSentTwice(turn)) await tower.send(batch);
      told = turn;
    }
    await sleep(EVERY - (Date.now() % EVERY));
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

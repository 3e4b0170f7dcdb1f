// Attacks on a tower of our own, on loopback: those of a review of 29 November 2026, tried again. Each line says what is tried, what
// it gave then, what it gives now, and whether the tower held. Ends with 1 when one attack worked.
import { bodyAttacks } from './attack/bodies.ts';
import { callAttacks } from './attack/calls.ts';
import { decisionAttacks } from './attack/decisions.ts';
import { keyAttacks } from './attack/keys.ts';
import { type Attack, openTarget, pause } from './attack/open-target.ts';
import { pageAttacks } from './attack/pages.ts';
import { signInAttacks } from './attack/sign-ins.ts';
import { socketAttacks } from './attack/sockets.ts';
import { storeAttacks } from './attack/store.ts';
import { uploadAttacks } from './attack/uploads.ts';
import { sumUp, watchHealth } from './watch-health.ts';

const THEMES: Record<string, Attack[]> = {
  decisions: decisionAttacks,
  calls: callAttacks,
  pages: pageAttacks,
  keys: keyAttacks,
  sockets: socketAttacks,
  uploads: uploadAttacks,
  bodies: bodyAttacks,
  'sign-ins': signInAttacks,
  store: storeAttacks,
};
const IDLE_MS = 10_000;
/** No attack may keep the others waiting longer, whatever it has done to the tower. */
const MOST_MS = 180_000;

const only = process.argv.slice(2).filter((name) => THEMES[name]);
const themes = Object.entries(THEMES).filter(([name]) => only.length === 0 || only.includes(name));
const target = await openTarget();
const health = watchHealth(target.url);
let worked = 0;
let tried = 0;
try {
  await pause(IDLE_MS);
  const idle = sumUp(await health.take());
  const all: number[] = [];
  for (const [theme, attacks] of themes) {
    for (const attack of attacks) {
      const tooLong = pause(MOST_MS).then(() => ({ now: `not over after ${MOST_MS / 1000} s`, held: false }));
      const { now, held } = await Promise.race([attack.run(target), tooLong]).catch((error: Error) => ({
        now: `broke off: ${error.message}`,
        held: false,
      }));
      const samples = await health.take();
      all.push(...samples);
      const { max } = sumUp(samples);
      const stood = held && max <= (attack.mostMs ?? Number.POSITIVE_INFINITY);
      tried += 1;
      if (!stood) worked += 1;
      console.log(
        `${stood ? 'held    ' : 'NOT HELD'}  ${theme.padEnd(9)} ${attack.name}\n${' '.repeat(20)}then: ${attack.before}; now: ${now}; /healthz ${Math.round(max)} ms at most`,
      );
    }
  }
  const during = sumUp(all);
  console.log(
    JSON.stringify({
      tried,
      held: tried - worked,
      notHeld: worked,
      'healthz idle, ms': idle,
      'healthz under attack, ms': during,
    }),
  );
} finally {
  await health.stop();
  await target.close();
}
process.exitCode = worked ? 1 : 0;
process.exit();

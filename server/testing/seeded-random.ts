import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers of one suite, the same in every run; the seed is printed, so that another can be tried and a failure repeated. */
export function seededRandom(suite: string, seed: number): (below: number) => number {
  process.stdout.write(`${suite}: seed ${seed}\n`);
  const generator = xoroshiro128plus(seed);
  return (below) => uniformInt(generator, 0, Math.max(0, Math.ceil(below) - 1));
}

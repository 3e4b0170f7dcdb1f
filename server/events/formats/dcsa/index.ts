export { readDcsa } from './read-dcsa.ts';

export { readEpcis } from './read-epcis.ts';

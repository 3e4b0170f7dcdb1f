export { createWms } from './adapter.ts';

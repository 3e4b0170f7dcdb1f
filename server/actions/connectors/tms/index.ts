export { createTms } from './adapter.ts';

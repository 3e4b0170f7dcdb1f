export { createOms } from './adapter.ts';

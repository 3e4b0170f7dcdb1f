export { createErp } from './adapter.ts';

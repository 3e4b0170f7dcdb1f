export { changeRetention } from './change-retention.ts';
export { RETENTION } from './constants.ts';
export { previewRetention } from './preview-retention.ts';
export { rollOff } from './roll-off.ts';
export { viewRetention } from './view-retention.ts';

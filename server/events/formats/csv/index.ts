export { guessMapping } from './guess-mapping.ts';
export { shapeOf } from './list-fields.ts';
export { prepareMapping } from './map-row.ts';
export { readCsv } from './read-csv.ts';
export { columnNames, readRows } from './read-rows.ts';

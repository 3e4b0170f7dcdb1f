export { findMappingAgain } from './find-mapping.ts';
export { type ImportInput, importFile } from './import-file.ts';
export { listTargets, previewFile } from './preview-file.ts';
export { listImports, listMappings, readImport, readImportBytes } from './queries.ts';
export { readAgain } from './read-again.ts';
export { resumeImport } from './resume-import.ts';
export { senderFor } from './run-import.ts';
export { saveMapping } from './save-mapping.ts';

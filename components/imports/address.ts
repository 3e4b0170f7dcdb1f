/** Where the imports of a source stand on the console. */
export const importsOf = (sourceId: string): string => `/sources/${encodeURIComponent(sourceId)}/imports`;
export const importOf = (sourceId: string, id: string): string => `${importsOf(sourceId)}/${encodeURIComponent(id)}`;
export const newImportOf = (sourceId: string): string => `${importsOf(sourceId)}/new`;

/** The mappings that come with the program, as files of their names beside the tables that all mappings share. */
export const builtInMappings = [
  'mcdt',
  'cong-dvc',
  'trung-tam',
  'bcci-tiep-nhan',
  'bcci-tra-ket-qua',
] as const;

const FOLDER = new URL('../../adapters/', import.meta.url);

export const sharedTablesFile = new URL('tables.yaml', FOLDER);

/** The file of a built-in mapping; null where there is none of this name. */
export function builtInFile(name: string): URL | null {
  return builtInMappings.some((known) => known === name) ? new URL(`${name}.yaml`, FOLDER) : null;
}

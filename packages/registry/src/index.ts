export { UnitRegistry } from './registry.ts';
export { type Unit, type UnitLevel, unitLevels } from './unit.ts';
export { readUnitsFile, sampleUnitsFile, UnitsFileBroken } from './units-file.ts';
export { installationVariables } from './variables.ts';

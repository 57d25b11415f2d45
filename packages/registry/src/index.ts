export { type CalendarDay, type CalendarDayKind, WorkingCalendar } from './calendar.ts';
export { CalendarFileBroken, readCalendarFile, sampleCalendarFile } from './calendar-file.ts';
export { type Names, NamesFileBroken, readNamesFile, sampleNamesFile } from './names-file.ts';
export { UnitRegistry } from './registry.ts';
export { type Unit, type UnitLevel, unitLevels } from './unit.ts';
export { readUnitsFile, sampleUnitsFile, UnitsFileBroken } from './units-file.ts';
export { installationVariables } from './variables.ts';

import { writeFile } from 'node:fs/promises';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { columnsOf, forms, ratioDefinitions } from '@sohoso/report';
import { program } from '../program.ts';
import { type Offered, offeredCommand } from './offered.ts';

const registry = await readUnitsFile(sampleUnitsFile);
const offered: Offered = {
  program: offeredCommand(program()),
  forms: forms.map((form) => ({
    value: form.id,
    about: form.titles.all.en.toLowerCase(),
    columns: columnsOf(form).map(({ path, numbering, heading }) => ({
      value: path,
      about: `${numbering} ${heading.vi}`.trim(),
    })),
  })),
  ratios: ratioDefinitions.map(({ id, vi }) => ({ value: id, about: vi })),
  units: registry.units.map(({ code, name }) => ({ value: code, about: name })),
};
await writeFile(new URL('./offered.json', import.meta.url), JSON.stringify(offered));
// The engine that the program loads must not keep the build from ending.
process.exit();

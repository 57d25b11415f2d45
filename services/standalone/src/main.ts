import { answersShell } from './completion/answer.ts';

// A shell that completes a word is answered before anything else is loaded.
if (!(await answersShell(process.argv.slice(2)))) await (await import('./run.ts')).run();
// What a command opened it has closed; whatever a library still holds must not keep the program from ending.
process.exit();

// Its types say what a route's schema may describe; whoever imports this package needs them.
import '@fastify/swagger';

export { type AppOptions, buildApp } from './app.ts';
export { EnvironmentInvalid, readEnvironment, serviceVariables, wholeNumber } from './environment.ts';
export { type Readiness, registerHealth } from './health.ts';
export { Problem, type ProblemKind } from './problem.ts';
export { listenFault, type Running, reportError, runService, stopSignal, Usage } from './run.ts';

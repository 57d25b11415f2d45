// Its types say what a route's schema may describe; whoever imports this package needs them.
import '@fastify/swagger';

export { type AppOptions, buildApp } from './app.ts';
export { type DataFolder, takeDataFolder } from './data-folder.ts';
export { EnvironmentInvalid, readEnvironment, serviceVariables, wholeNumber } from './environment.ts';
export { type Readiness, registerHealth } from './health.ts';
export {
  Counter,
  Gauge,
  Histogram,
  metricsRegistry,
  Registry,
  registerMetrics,
} from './metrics.ts';
export { Problem, type ProblemKind } from './problem.ts';
export {
  closeOrExit,
  interruptible,
  listenFault,
  type Running,
  reportError,
  runService,
  stopSignal,
  Usage,
} from './run.ts';
export { type ForThisMachine, requireThisMachine } from './this-machine.ts';

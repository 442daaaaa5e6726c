export { startEmulator, type Emulator, type EmulatorOptions, type ServedUrl } from './emulator';
export { EmulatorError, type EmulatorErrorCode } from './errors';
export type { EmulatorEvent, EventSink } from './events';
export { isEniClock, type EniClock } from './network/eni-clock';
export type {
  DeployedFunction,
  DeployedVersion,
  DeployedVpcConfig,
  FunctionState,
  LivingNetwork,
} from './network/living-network';
export type { ManagementEvent } from './network/management-event';
export type { NetworkInterface } from './network/network-interface';
export type { Change } from './running-assembly';
export type { SessionCredentials } from './runtime/runnable-function';
export {
  readDeveloperCredentials,
  readSession,
  removeSession,
  writeSession,
  type Session,
} from './session/session';
export { sendSigned, type RequestToSign } from './session/signed-request';
export { keepUp, type KeepingUp, type KeepUpOptions } from './watch';
export type { WatchedSources } from './watch/watch-sources';
export type { Watch, Watching } from './watch/watching';
export { LogFiles, logFile, readLog, recordsOf, type LogRecord } from './log-files';

export type * from './network';

export { findReferencePrograms, type ReferencePrograms } from './find-reference-programs.ts';
export {
  type ReferenceServer,
  type ReferenceUser,
  startReferenceServer,
} from './start-reference-server.ts';

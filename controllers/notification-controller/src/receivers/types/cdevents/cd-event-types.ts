/** What a type of event has to say about its subject. */
export interface CdEventContent {
  /** Fields with text. */
  readonly texts?: readonly string[];
  /** Fields with a reference: an object with an `id`. */
  readonly references?: readonly string[];
}

const none: CdEventContent = {};
const environment: CdEventContent = { references: ['environment'] };
const deployment: CdEventContent = { texts: ['artifactId'], references: ['environment'] };

/** Types of CDEvents 0.4.1 by `<subject>.<predicate>`: https://cdevents.dev/docs/ */
export const cdEventTypes: ReadonlyMap<string, CdEventContent> = new Map([
  ['artifact.deleted', none],
  ['artifact.downloaded', none],
  ['artifact.packaged', { references: ['change'] }],
  ['artifact.published', none],
  ['artifact.signed', { texts: ['signature'] }],
  ['branch.created', none],
  ['branch.deleted', none],
  ['build.finished', none],
  ['build.queued', none],
  ['build.started', none],
  ['change.abandoned', none],
  ['change.created', none],
  ['change.merged', none],
  ['change.reviewed', none],
  ['change.updated', none],
  ['environment.created', none],
  ['environment.deleted', none],
  ['environment.modified', none],
  ['incident.detected', environment],
  ['incident.reported', { texts: ['ticketURI'], references: ['environment'] }],
  ['incident.resolved', environment],
  ['pipelinerun.finished', none],
  ['pipelinerun.queued', none],
  ['pipelinerun.started', { texts: ['pipelineName', 'url'] }],
  ['repository.created', { texts: ['name', 'url'] }],
  ['repository.deleted', none],
  ['repository.modified', none],
  ['service.deployed', deployment],
  ['service.published', none],
  ['service.removed', none],
  ['service.rolledback', deployment],
  ['service.upgraded', deployment],
  ['taskrun.finished', none],
  ['taskrun.started', none],
  ['testcaserun.finished', none],
  ['testcaserun.queued', none],
  ['testcaserun.skipped', none],
  ['testcaserun.started', none],
  ['testoutput.published', none],
  ['testsuiterun.finished', none],
  ['testsuiterun.queued', none],
  ['testsuiterun.started', none],
  ['ticket.closed', { texts: ['resolution', 'uri'] }],
  ['ticket.created', { texts: ['creator', 'summary', 'uri'] }],
  ['ticket.updated', { texts: ['uri'] }],
]);

import { alertmanager } from './alertmanager/provider.ts';
import { azuredevops } from './azuredevops/provider.ts';
import { azureeventhub } from './azureeventhub/provider.ts';
import { bitbucket } from './bitbucket/provider.ts';
import { bitbucketserver } from './bitbucketserver/provider.ts';
import { datadog } from './datadog/provider.ts';
import { discord } from './discord/provider.ts';
import { generic } from './generic/provider.ts';
import { genericHmac } from './generic-hmac/provider.ts';
import { gitea } from './gitea/provider.ts';
import { giteapullrequestcomment } from './giteapullrequestcomment/provider.ts';
import { github } from './github/provider.ts';
import { githubdispatch } from './githubdispatch/provider.ts';
import { githubpullrequestcomment } from './githubpullrequestcomment/provider.ts';
import { gitlab } from './gitlab/provider.ts';
import { gitlabmergerequestcomment } from './gitlabmergerequestcomment/provider.ts';
import { googlechat } from './googlechat/provider.ts';
import { googlepubsub } from './googlepubsub/provider.ts';
import { grafana } from './grafana/provider.ts';
import { incidentio } from './incidentio/provider.ts';
import { lark } from './lark/provider.ts';
import { matrix } from './matrix/provider.ts';
import { msteams } from './msteams/provider.ts';
import { nats } from './nats/provider.ts';
import { opsgenie } from './opsgenie/provider.ts';
import { otel } from './otel/provider.ts';
import { pagerduty } from './pagerduty/provider.ts';
import type { ProviderType } from './provider-type.ts';
import { rocket } from './rocket/provider.ts';
import { sentry } from './sentry/provider.ts';
import { slack } from './slack/provider.ts';
import { telegram } from './telegram/provider.ts';
import { webex } from './webex/provider.ts';
import { zoom } from './zoom/provider.ts';
import { zulip } from './zulip/provider.ts';

const types: readonly ProviderType[] = [
  alertmanager,
  azuredevops,
  azureeventhub,
  bitbucket,
  bitbucketserver,
  datadog,
  discord,
  generic,
  genericHmac,
  gitea,
  giteapullrequestcomment,
  github,
  githubdispatch,
  githubpullrequestcomment,
  gitlab,
  gitlabmergerequestcomment,
  googlechat,
  googlepubsub,
  grafana,
  incidentio,
  lark,
  matrix,
  msteams,
  nats,
  opsgenie,
  otel,
  pagerduty,
  rocket,
  sentry,
  slack,
  telegram,
  webex,
  zoom,
  zulip,
];

/** Every type of Provider, by the value of `spec.type`. */
export const providerTypes: ReadonlyMap<string, ProviderType> = new Map(types.map((type) => [type.type, type]));

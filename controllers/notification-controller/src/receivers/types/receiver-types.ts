import type { ReceiverType } from '../receiver-type.ts';
import { acr } from './acr/verify.ts';
import { bitbucket } from './bitbucket/verify.ts';
import { cdevents } from './cdevents/verify.ts';
import { dockerhub } from './dockerhub/verify.ts';
import { gcr } from './gcr/verify.ts';
import { generic } from './generic/verify.ts';
import { genericHmac } from './generic-hmac/verify.ts';
import { genericOidc } from './generic-oidc/verify.ts';
import { github } from './github/verify.ts';
import { gitlab } from './gitlab/verify.ts';
import { harbor } from './harbor/verify.ts';
import { nexus } from './nexus/verify.ts';
import { quay } from './quay/verify.ts';

const types: readonly ReceiverType[] = [
  acr,
  bitbucket,
  cdevents,
  dockerhub,
  gcr,
  generic,
  genericHmac,
  genericOidc,
  github,
  gitlab,
  harbor,
  nexus,
  quay,
];

/** Every type of Receiver, by the value of `spec.type`. */
export const receiverTypes: ReadonlyMap<string, ReceiverType> = new Map(types.map((type) => [type.type, type]));

// https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
import { deepEqual, type KubeObject } from '@flux19/objects';
import type { Authorizer } from '../../access/authorizer.ts';
import { asJson, fieldAt, objectField, textField } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import { refusal } from '../refuse.ts';
import { organizationsOf } from './request-organizations.ts';

const resources: ReadonlySet<string> = new Set(['certificates.k8s.io/certificatesigningrequests']);
const clientSigner = 'kubernetes.io/kube-apiserver-client';

/** Lets only those approve or sign requests who may do so for the signer. */
export function certificateAuthority(authorizer: Authorizer): AdmissionPlugin {
  const requireRight = (request: AdmissionRequest, verb: 'approve' | 'sign', old: KubeObject): void => {
    const signer = signerOf(old);
    if (mayUseSigner(authorizer, request, verb, signer)) return;
    throw refusal(request, `user not permitted to ${verb} requests with signerName ${JSON.stringify(signer)}`);
  };
  return {
    name: 'CertificateApproval',
    resources,
    validate(request: AdmissionRequest): undefined {
      const { object, oldObject, subresource } = request;
      if (object === undefined || oldObject === undefined) return;
      if (subresource === 'approval') requireRight(request, 'approve', oldObject);
      const isSigned = ['certificate', 'conditions'].some((name) => !sameStatus(object, oldObject, name));
      if (subresource === 'status' && isSigned) requireRight(request, 'sign', oldObject);
    },
  };
}

/** Lets nobody have a client certificate of the group that may do everything. */
export const certificateSubjectRestriction: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  resources,
  validate(request: AdmissionRequest): undefined {
    const { object, operation, subresource } = request;
    if (operation !== 'CREATE' || subresource !== '' || object === undefined) return;
    if (signerOf(object) !== clientSigner) return;
    const encoded = textField(objectField(asJson(object), 'spec'), 'request');
    if (!organizationsOf(Buffer.from(encoded, 'base64').toString()).includes('system:masters')) return;
    throw refusal(request, `use of ${clientSigner} signer with system:masters group is not allowed`);
  },
};

function signerOf(request: KubeObject): string {
  return textField(objectField(asJson(request), 'spec'), 'signerName');
}

function sameStatus(object: KubeObject, old: KubeObject, name: string): boolean {
  return deepEqual(fieldAt(asJson(object), ['status', name]), fieldAt(asJson(old), ['status', name]));
}

/** Rights may be given for one signer or for all of a domain: `kubernetes.io/*`. */
function mayUseSigner(authorizer: Authorizer, { user }: AdmissionRequest, verb: string, signer: string): boolean {
  const domain = `${signer.split('/')[0]}/*`;
  const attributes = {
    user,
    verb,
    group: 'certificates.k8s.io',
    version: '*',
    resource: 'signers',
    subresource: '',
    namespace: '',
    path: '',
  };
  return [signer, domain].some((name) => authorizer.authorize({ ...attributes, name }).allowed);
}

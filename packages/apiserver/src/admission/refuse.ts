import { forbidden } from '../errors/api-errors.ts';
import type { StatusError } from '../errors/status-error.ts';
import type { AdmissionRequest } from '../server/admission.ts';

/** The refusal of a write by an admission plug-in. */
export function refusal(request: AdmissionRequest, why: string): StatusError {
  const generated = request.object?.metadata.generateName;
  // A name that is still to be made is shown by its beginning.
  const name = request.name || request.object?.metadata.name || generated || 'Unknown';
  return forbidden({ group: request.group, resource: request.resource }, name, why);
}

import { builtinSchema } from '@flux19/builtin-types';
import type { KubeObject } from '@flux19/objects';
import { managerName, readWriteOptions, type WriteOptions } from '../http/query-options.ts';
import type { Reply } from '../http/reply.ts';
import { scalePrinter } from '../print/scale-printer.ts';
import type { ServedResource, Target } from '../registry/served-resource.ts';
import type { Call, Services } from '../server/services.ts';
import { Entry } from '../store/entry.ts';
import { mergeConfiguration, readConfiguration } from '../verbs/apply.ts';
import { withManagedFields } from '../verbs/managed-fields.ts';
import { patchedObject, patchKind } from '../verbs/patch.ts';
import { readObject } from '../verbs/read-object.ts';
import { renderObject } from '../verbs/render.ts';
import { requireSameName } from '../verbs/update.ts';
import { requireEntry, updateObject } from '../verbs/update-object.ts';
import { writeOf } from '../verbs/write-of.ts';
import { scaled, scaleOf } from './scale.ts';

/** A Scale looked at as if it were a resource of its own. */
function scaleTarget({ resource, version }: Target): Target {
  const schema = builtinSchema({ group: 'autoscaling', version: 'v1', kind: 'Scale' });
  const scaleVersion = { ...version, version: 'v1', apiVersion: 'autoscaling/v1', schema, printer: scalePrinter };
  const scale: ServedResource = {
    ...resource,
    group: 'autoscaling',
    kind: 'Scale',
    storageApiVersion: 'autoscaling/v1',
    versions: new Map([['v1', scaleVersion]]),
    rules: {},
    isCustom: false,
    preservesUnknownFields: false,
    resetFields: new Map(),
  };
  return { resource: scale, version: scaleVersion };
}

export function getScale(services: Services, call: Call): Reply {
  return renderScale(services, call, requireEntry(writeOf(call, false)));
}

export async function updateScale(services: Services, call: Call, body: string): Promise<Reply> {
  const options = readWriteOptions(call.info.query, 'UpdateOptions');
  const scale = readObject(services, scaleCall(call), body, options.fieldValidation);
  return await changeScale(services, call, options, (live) => record(services, call, options, live, scale));
}

export async function patchScale(services: Services, call: Call, body: string): Promise<Reply> {
  const kind = patchKind(call.request.headers.get('content-type'), call.target.resource.isCustom);
  const options = readWriteOptions(call.info.query, 'PatchOptions', kind === 'apply');
  if (kind === 'apply') {
    const parsed = readConfiguration(body);
    const inner = scaleCall(call);
    return await changeScale(services, call, options, (live) =>
      mergeConfiguration(services, inner, writeOf(inner, options.dryRun), { parsed, options, live }),
    );
  }
  return await changeScale(services, call, options, (live) => {
    const patched = patchedObject(services, scaleCall(call), { kind, body, options }, live);
    return record(services, call, options, live, patched);
  });
}

function scaleCall(call: Call): Call {
  return { ...call, target: scaleTarget(call.target) };
}

function record(
  services: Services,
  call: Call,
  options: WriteOptions,
  live: KubeObject,
  updated: KubeObject,
): KubeObject {
  const write = writeOf(scaleCall(call), options.dryRun);
  const manager = managerName(options, call.request.headers.get('user-agent'));
  return withManagedFields(write, manager, services.clock.now(), { live, updated });
}

async function changeScale(
  services: Services,
  call: Call,
  options: WriteOptions,
  makeNext: (scale: KubeObject) => KubeObject,
): Promise<Reply> {
  const write = writeOf(call, options.dryRun);
  const { resource, version } = call.target;
  const { entry } = await updateObject(services, write, requireEntry(write), (live) => {
    const next = makeNext(scaleOf(resource, version, live));
    requireSameName(next, write);
    return scaled(resource, version, live, next);
  });
  return renderScale(services, call, entry);
}

function renderScale(services: Services, call: Call, entry: Entry): Reply {
  const scale = scaleOf(call.target.resource, call.target.version, entry.object);
  // Who owns the replicas shows on the object itself.
  const { managedFields: _, ...metadata } = scale.metadata;
  return renderObject(scaleCall(call), 200, new Entry({ ...scale, metadata }, entry.revision), services.clock.now());
}

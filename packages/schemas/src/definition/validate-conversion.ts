import { isDns1035Label, isDns1123Subdomain, isValidPortNumber, type JsonObject } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, item } from '../errors/field-path.ts';
import { forbidden, invalid, notSupported, required } from '../errors/make-field-error.ts';
import { objectIn, textIn, textsIn } from './internal-spec.ts';

const reviewVersions = ['v1', 'v1beta1'];

/** Checks how objects are converted between versions. */
export function conversionErrors(conversion: JsonObject | undefined, path: string, needsKnown: boolean): FieldError[] {
  if (conversion === undefined) return [];
  const strategy = textIn(conversion, 'strategy');
  const webhook = objectIn(conversion, 'webhook');
  const config = webhook === undefined ? undefined : objectIn(webhook, 'clientConfig');
  const versions = webhook === undefined ? [] : textsIn(webhook, 'conversionReviewVersions');
  const errors = choiceErrors(child(path, 'strategy'), strategy, ['None', 'Webhook']);
  const configPath = child(path, 'webhookClientConfig');
  const versionsPath = child(path, 'conversionReviewVersions');
  if (strategy === 'Webhook') {
    return [...errors, ...configErrors(config, configPath), ...reviewVersionErrors(versions, versionsPath, needsKnown)];
  }
  const detail = 'should not be set when strategy is not set to Webhook';
  if (config !== undefined) errors.push(forbidden(configPath, detail));
  if (versions.length > 0) errors.push(forbidden(versionsPath, detail));
  return errors;
}

/** Checks that a text is one of those accepted. */
export function choiceErrors(path: string, value: string, accepted: readonly string[]): FieldError[] {
  if (value === '') return [required(path)];
  return accepted.includes(value) ? [] : [notSupported(path, value, accepted)];
}

/** Whether some version of the review is known, so that later changes have to keep one. */
export function hasKnownReviewVersion(conversion: JsonObject | undefined): boolean {
  const webhook = conversion === undefined ? undefined : objectIn(conversion, 'webhook');
  const versions = webhook === undefined ? [] : textsIn(webhook, 'conversionReviewVersions');
  return versions.length === 0 || versions.some((version) => reviewVersions.includes(version));
}

function configErrors(config: JsonObject | undefined, path: string): FieldError[] {
  return config === undefined
    ? [required(path, 'required when strategy is set to Webhook')]
    : webhookClientErrors(config, path);
}

/** Checks where a webhook is to be called. */
export function webhookClientErrors(config: JsonObject, path: string): FieldError[] {
  const url = config['url'];
  const service = objectIn(config, 'service');
  if ((typeof url === 'string') === (service !== undefined)) {
    return [required(path, 'exactly one of url or service is required')];
  }
  return service === undefined
    ? urlErrors(String(url), child(path, 'url'))
    : serviceErrors(service, child(path, 'service'));
}

function urlErrors(url: string, path: string): FieldError[] {
  const form = '; desired format: https://host[/path]';
  const [, scheme = '', , authority = '', , query = '', , fragment = ''] = urlParts.exec(url) ?? [];
  const [user, host] = authority.includes('@') ? authority.split('@') : [undefined, authority];
  const errors: FieldError[] = [];
  if (scheme !== 'https') errors.push(invalid(path, scheme, `'https' is the only allowed URL scheme${form}`));
  if (host === undefined || host === '') errors.push(invalid(path, host ?? '', `host must be specified${form}`));
  if (user !== undefined) errors.push(invalid(path, user, 'user information is not permitted in the URL'));
  if (fragment !== '') errors.push(invalid(path, fragment, 'fragments are not permitted in the URL'));
  if (query !== '') errors.push(invalid(path, query, 'query parameters are not permitted in the URL'));
  return errors;
}

const urlParts = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(\/\/([^/?#]*))?[^?#]*(\?([^#]*))?(#(.*))?$/s;

/** Flux: the API server hands over name and namespace in the wrong order, so its errors name the other one. */
function serviceErrors(service: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (textIn(service, 'namespace') === '') errors.push(required(child(path, 'name')));
  if (textIn(service, 'name') === '') errors.push(required(child(path, 'namespace')));
  const port = service['port'] ?? 443;
  const messages = isValidPortNumber(Number(port));
  if (messages.length > 0) errors.push(invalid(child(path, 'port'), port, `port is not valid: ${messages.join(', ')}`));
  return [...errors, ...servicePathErrors(textIn(service, 'path'), child(path, 'path'))];
}

function servicePathErrors(urlPath: string, path: string): FieldError[] {
  if (urlPath === '' || urlPath === '/') return [];
  if (urlPath === '//') return [invalid(path, urlPath, 'segment[0] may not be empty')];
  const errors = urlPath.startsWith('/') ? [] : [invalid(path, urlPath, "must start with a '/'")];
  const segments = urlPath.slice(1).replace(/\/$/, '').split('/');
  for (const [index, segment] of segments.entries()) {
    const messages =
      segment === '' ? [' may not be empty'] : isDns1123Subdomain(segment).map((message) => `: ${message}`);
    for (const message of messages) errors.push(invalid(path, urlPath, `segment[${index}]${message}`));
  }
  return errors;
}

/** Checks which versions of a review a webhook takes. `hint` says what to do when there are none. */
export function reviewVersionErrors(
  versions: readonly string[],
  path: string,
  needsKnown: boolean,
  hint: string = '',
): FieldError[] {
  if (versions.length === 0) return [required(path, hint)];
  const errors: FieldError[] = [];
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) < index) errors.push(invalid(item(path, index), version, 'duplicate version'));
    else for (const message of isDns1035Label(version)) errors.push(invalid(item(path, index), version, message));
  }
  if (needsKnown && !versions.some((version) => reviewVersions.includes(version))) {
    errors.push(invalid(path, versions, `must include at least one of ${reviewVersions.join(', ')}`));
  }
  return errors;
}

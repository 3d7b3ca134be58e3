import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ImageUpdateAutomation } from '@flux19/api';
import { renderMessage } from './render-message.ts';

const automation = { metadata: { namespace: 'flux-system', name: 'updates' } } as ImageUpdateAutomation;
const object = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app', namespace: 'web' };
const change = { oldValue: 'app:1', newValue: 'app:2', setter: 'flux-system:app' };
const result = new Map([
  ['b.yaml', [{ object, changes: [change] }]],
  [
    'a.yaml',
    [{ object: { ...object, kind: 'CronJob' }, changes: [change, { ...change, setter: 'flux-system:app:tag' }] }],
  ],
]);
const world = { now: () => 0, zone: 'UTC', randomBytes: (count: number) => new Uint8Array(count) };

function render(messageTemplate: string, messageTemplateValues = {}): string {
  return renderMessage(automation, { author: { email: 'x' }, messageTemplate, messageTemplateValues }, result, world);
}

suite('renderMessage', () => {
  test('has a message of its own where there is no template', () => {
    assert.equal(render(''), 'Update from image update automation');
  });

  test("renders the template of Flux's documentation", () => {
    const template = `Automated image update

Automation name: {{ .AutomationObject }}

Files:
{{ range $filename, $_ := .Changed.FileChanges -}}
- {{ $filename }}
{{ end -}}

Objects:
{{ range $resource, $changes := .Changed.Objects -}}
- {{ $resource.Kind }} {{ $resource.Name }}
  Changes:
{{- range $_, $change := $changes }}
    - {{ $change.OldValue }} -> {{ $change.NewValue }}
{{ end -}}
{{ end -}}
`;
    assert.equal(
      render(template),
      `Automated image update

Automation name: flux-system/updates

Files:
- a.yaml
- b.yaml
Objects:
- CronJob app
  Changes:
    - app:1 -> app:2

    - app:1 -> app:2
- Deployment app
  Changes:
    - app:1 -> app:2
`,
    );
  });

  test('knows every change once, the values, and the functions of sprig', () => {
    const template =
      '{{ range .Changed.Changes }}{{ .Setter }} {{ end }}{{ .Values.team | upper }}{{ .AutomationObject.Name }}';
    assert.equal(
      render(template, { team: 'a' }),
      'flux-system:app flux-system:app flux-system:app:tag Aupdates'.replace('flux-system:app ', ''),
    );
  });

  test('goes through the objects of each file', () => {
    const template =
      '{{ range $f, $o := .Changed.FileChanges }}{{ $f }}:{{ range $id, $c := $o }}{{ $id.APIVersion }}/{{ $id.Namespace }}={{ len $c }};{{ end }}{{ end }}';
    assert.equal(render(template), 'a.yaml:apps/v1/web=2;b.yaml:apps/v1/web=1;');
  });

  test('stalls on fields that Flux has removed', () => {
    const manual = 'https://fluxcd.io/flux/components/image/imageupdateautomations/#message-template';
    assert.throws(() => render('{{ range .Updated.Images }}{{ end }}'), {
      reason: 'RemovedTemplateField',
      retry: 'never',
      message: `template uses removed '.Updated' field. Please use '.Changed' instead. See: ${manual}`,
    });
    assert.throws(() => render('{{ .Changed.ImageResult }}'), {
      message: `template uses removed '.Changed.ImageResult' field. Please use '.Changed.FileChanges' or '.Changed.Objects' instead. See: ${manual}`,
    });
  });

  test('says what is wrong with a template', () => {
    assert.throws(() => render('{{ .X'), {
      reason: 'GitOperationFailed',
      message:
        'failed to update source: unable to create commit message template from spec: template: commit message:1: unclosed action',
    });
    assert.throws(() => render('{{ now }}'), {
      message: /from spec: template: commit message:1: function "now" not defined$/,
    });
    assert.throws(() => render('{{ .Values.a.b }}{{ index .Values 1 }}'), {
      message:
        /^failed to update source: failed to run template from spec: template: commit message:1:20: executing "commit message" at <index .Values 1>: /,
    });
  });

  test('stops a template that loops', () => {
    for (const template of [
      '{{ range 100000000 }}x{{ end }}',
      '{{ define "a" }}{{ template "a" }}{{ end }}{{ template "a" }}',
    ]) {
      assert.throws(() => render(template), {
        message: /^failed to update source: failed to run template from spec: /,
      });
    }
  });
});

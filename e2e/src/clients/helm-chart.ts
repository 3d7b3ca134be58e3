import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A chart with what makes helm ask a cluster the most: a kind of its own, hooks, a test, a lookup and a question about capabilities. */
const files: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: "7"\nkubeVersion: ">=1.30.0-0"\n',
  'values.yaml': 'replicas: 1\ngreeting: hello\n',
  'crds/greetings.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: greetings.shop.example.com
spec:
  group: shop.example.com
  names: { kind: Greeting, plural: greetings }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                text: { type: string, maxLength: 20 }
`,
  'templates/greeting.yaml': `{{- if .Capabilities.APIVersions.Has "shop.example.com/v1/Greeting" }}
apiVersion: shop.example.com/v1
kind: Greeting
metadata:
  name: {{ .Release.Name }}
spec:
  text: {{ .Values.greeting | quote }}
{{- end }}
`,
  'templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: { app: {{ .Release.Name }} }
  template:
    metadata:
      labels: { app: {{ .Release.Name }} }
      annotations:
        greeting: {{ .Values.greeting | quote }}
    spec:
      containers:
        - name: shop
          image: registry.example/shop:{{ .Chart.AppVersion }}
          ports: [{ name: http, containerPort: 8080 }]
`,
  'templates/service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  selector: { app: {{ .Release.Name }} }
  ports: [{ name: http, port: 80, targetPort: http }]
`,
  'templates/password.yaml': `{{- $old := lookup "v1" "Secret" .Release.Namespace (printf "%s-password" .Release.Name) }}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}-password
data:
  password: {{ if $old }}{{ $old.data.password }}{{ else }}{{ randAlphaNum 20 | b64enc }}{{ end }}
`,
  'templates/migrate.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-migrate
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: migrate, image: registry.example/migrate:1 }]
`,
  'templates/tests/connection.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-connection
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  restartPolicy: Never
  containers: [{ name: ask, image: registry.example/ask:1 }]
`,
  'templates/NOTES.txt': 'Say {{ .Values.greeting }} on {{ .Capabilities.KubeVersion.Version }}.\n',
};

/** Writes the chart into a folder and resolves to its path. */
export async function writeHelmChart(folder: string): Promise<string> {
  const chart = join(folder, 'shop');
  for (const [name, text] of Object.entries(files)) {
    const file = join(chart, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return chart;
}

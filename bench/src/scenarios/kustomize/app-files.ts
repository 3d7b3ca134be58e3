/** Resources of one app's folder, one of them generated. */
export const resourcesEach = 10;

/** The files of one app: three Deployments with their Services, a ServiceAccount, two ConfigMaps and a generated one that is used by name. */
export function appFiles(n: number, value: string): Record<string, string> {
  const folder = `apps/${n}`;
  const parts = [1, 2, 3];
  return {
    [`${folder}/kustomization.yaml`]: kustomization(n),
    [`${folder}/config.yaml`]: `${configMap(`app-${n}-config`, value)}---\n${configMap(`app-${n}-more`, 'same')}`,
    [`${folder}/account.yaml`]: `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: app-${n}\n`,
    ...Object.fromEntries(parts.map((part) => [`${folder}/deployment-${part}.yaml`, deployment(n, part)])),
    ...Object.fromEntries(parts.map((part) => [`${folder}/service-${part}.yaml`, service(n, part)])),
  };
}

function kustomization(n: number): string {
  return `resources:
- account.yaml
- config.yaml
- deployment-1.yaml
- deployment-2.yaml
- deployment-3.yaml
- service-1.yaml
- service-2.yaml
- service-3.yaml
configMapGenerator:
- name: app-${n}-generated
  literals:
  - number=${n}
labels:
- pairs:
    app: app-${n}
  includeSelectors: true
`;
}

function configMap(name: string, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: ${JSON.stringify(value)}\n`;
}

function service(n: number, part: number): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: app-${n}-${part}
spec:
  selector:
    part: "${part}"
  ports:
  - name: http
    port: 80
    targetPort: 8080
`;
}

function deployment(n: number, part: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${n}-${part}
spec:
  replicas: 1
  selector:
    matchLabels:
      part: "${part}"
  template:
    metadata:
      labels:
        part: "${part}"
    spec:
      serviceAccountName: app-${n}
      containers:
      - name: server
        image: example/server:1.0
        envFrom:
        - configMapRef:
            name: app-${n}-generated
        ports:
        - containerPort: 8080
      - name: proxy
        image: example/proxy:1.0
      volumes:
      - name: config
        configMap:
          name: app-${n}-config
`;
}

/** A Deployment named `web` whose Pods carry `app: web`. */
export function deployment(replicas: number, image = 'registry.example/web:1'): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: ${image}
          ports:
            - containerPort: 8080
`;
}

/** A ConfigMap with some data. */
export function configMap(name: string, data: Readonly<Record<string, string>>): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
}

/** A CustomResourceDefinition with everything that kubectl makes use of: validation, columns, short names, status and scale. */
export const crontabDefinition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: crontabs.stable.example.com
spec:
  group: stable.example.com
  scope: Namespaced
  names:
    plural: crontabs
    singular: crontab
    kind: CronTab
    shortNames: [ct]
    categories: [all]
  versions:
    - name: v1
      served: true
      storage: true
      subresources:
        status: {}
        scale:
          specReplicasPath: .spec.replicas
          statusReplicasPath: .status.replicas
      additionalPrinterColumns:
        - name: Schedule
          type: string
          jsonPath: .spec.schedule
        - name: Replicas
          type: integer
          jsonPath: .spec.replicas
        - name: Image
          type: string
          jsonPath: .spec.image
          priority: 1
        - name: Age
          type: date
          jsonPath: .metadata.creationTimestamp
      schema:
        openAPIV3Schema:
          type: object
          description: A program that runs at times.
          properties:
            spec:
              type: object
              description: What to run and when.
              required: [schedule]
              properties:
                schedule:
                  type: string
                  description: Time in cron's format.
                  pattern: '^(\\S+\\s+){4}\\S+$'
                image:
                  type: string
                  default: registry.example/cron:1
                replicas:
                  type: integer
                  minimum: 1
                  maximum: 10
                  default: 1
                suspend:
                  type: boolean
              x-kubernetes-validations:
                - rule: "!(self.replicas > 5 && has(self.suspend) && self.suspend)"
                  message: a big one cannot be suspended
            status:
              type: object
              properties:
                replicas:
                  type: integer
                conditions:
                  type: array
                  items:
                    type: object
                    properties:
                      type:
                        type: string
                      status:
                        type: string
`;

/** An object of the kind that {@link crontabDefinition} defines. */
export function crontab(name: string, spec: object): string {
  return JSON.stringify({ apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name }, spec });
}

#!/usr/bin/env bash
# Makes src/testdata/sops anew with the real sops and age-keygen, which have to be on the PATH, and a throw-away key: a folder of
# encrypted sources of every kind that a Kustomization may decrypt. Every secret value contains the word canary.
set -euo pipefail
out=$(cd "$(dirname "$0")/.." && pwd)/src/testdata/sops
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$out" && mkdir -p "$out/app/base"
cd "$work"
export SOPS_DISABLE_VERSION_CHECK=1
age-keygen -o "$out/key.agekey" 2>/dev/null
recipient=$(sed -n 's/.*public key: //p' "$out/key.agekey")
encrypt() { # file, target, flags
  local file=$1 target=$2; shift 2
  sops encrypt --age "$recipient" "$@" "$file" > "$out/app/$target"
}
secret() { printf 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\nstringData:\n  password: %s\n' "$1" "$2"; }

secret whole canary-whole > secret.yaml
encrypt secret.yaml secret.yaml --encrypted-regex '^(data|stringData)$'
{ secret first canary-first; echo ---; secret second canary-second; } > several.yaml
encrypt several.yaml several.yaml --encrypted-regex '^(data|stringData)$'
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  token: canary-settings\n' > settings.yaml
encrypt settings.yaml settings.yaml --encrypted-regex '^data$'
printf 'TOKEN=canary-environment\n' > values.env
encrypt values.env values.env
cp values.env base.env && sed -i s/environment/base/ base.env && encrypt base.env base/values.env
printf 'a bad/name=canary-bad\n' > bad.env
encrypt bad.env bad.env
printf 'canary-file\n' > file.txt
encrypt file.txt file.txt
printf '{"auths": {"registry.example": {"auth": "canary-docker"}}}' > docker.json
encrypt docker.json docker.json
secret patched canary-patch > patch.yaml
encrypt patch.yaml patch.yaml --encrypted-regex '^(data|stringData)$'
printf 'canary-inside' > inside.txt
sops encrypt --age "$recipient" inside.txt > inside.enc
printf 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: inside\ndata:\n  key: %s\n' "$(base64 -w0 inside.enc)" > "$out/app/inside.yaml"

cat > "$out/app/base/kustomization.yaml" <<'Y'
secretGenerator:
  - name: base
    envs: [values.env]
generatorOptions:
  disableNameSuffixHash: true
Y
cat > "$out/app/kustomization.yaml" <<'Y'
namespace: default
resources: [secret.yaml, several.yaml, settings.yaml, inside.yaml, base]
secretGenerator:
  - name: environment
    envs: [values.env]
  - name: files
    files: [key=file.txt, .dockerconfigjson=docker.json]
  - name: patched
    literals: [other=plain]
generatorOptions:
  disableNameSuffixHash: true
patches:
  - path: patch.yaml
    target: {kind: Secret, name: patched}
Y

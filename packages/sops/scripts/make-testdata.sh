#!/usr/bin/env bash
# Makes src/testdata anew with the real sops, age-keygen and gpg, which have to be on the PATH, and throw-away keys.
# Every case is <name>.<ext> as sops encrypted it, beside <name>.<ext>.expected as `sops decrypt` prints it.
set -euo pipefail
out=$(cd "$(dirname "$0")/../src/testdata" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export GNUPGHOME="$work/gnupg" SOPS_AGE_KEY_FILE="$work/all.agekey" SOPS_DISABLE_VERSION_CHECK=1
mkdir -m 700 gnupg
for name in one two three; do age-keygen -o $name.agekey 2>/dev/null; done
age-keygen -pq -o quantum.agekey 2>/dev/null
cat ./*.agekey > all.agekey
gpg --quiet --batch --passphrase '' --quick-generate-key 'throw-away test key <test@example.com>' default default never
fingerprint=$(gpg --list-keys --with-colons | awk -F: '/^fpr/ {print $10; exit}')
gpg --quiet --batch --armor --export-secret-keys "$fingerprint" > key.asc
gpg --quiet --batch --export-secret-keys "$fingerprint" > binary-key.asc
recipient() { sed -n 's/.*public key: //p' "$1.agekey"; }
one=$(recipient one)

cat > types.yaml <<'Y'
# about the file
text: plain words
empty: ""
quoted: "yes"
yes: no
number: 42
octal: 0o17
old_octal: 017
hex: 0x1F
big: 9007199254740993
float: 1.5
whole_float: 3.0
huge: 1.0e+21
tiny: 1.5e-9
negative: -0.25
truth: true
lie: False
nothing: null
tilde: ~
date: 2024-01-02
moment: 2024-01-02T03:04:05.6Z
"10": ten
"9": nine
block: |
  first
  second
folded: >-
  one
  two
list:
  # about the first
  - a
  - 2 # about the second
  - nested: value
    more: [x, 1, true]
  # the end
plain_unencrypted: seen
map_unencrypted:
  inner: seen too
unicode: "grün ☃ 𝄞"
anchor: &a
  shared: value
alias: *a
Y
cat > secret.yaml <<'Y'
apiVersion: v1
kind: Secret
metadata:
  name: credentials
  namespace: default
type: Opaque
stringData:
  # who
  user: admin
  password: canary-4711
Y
{ cat secret.yaml; echo ---; sed s/credentials/others/ secret.yaml; } > several.yaml
cat > comments.yaml <<'Y'
open: seen
# sops:enc
hidden: canary
# nothing
also_open: seen
list:
  # sops:enc
  - hidden
  - open
Y
printf '{"text": "a<b>&c", "10": 1, "9": {"deep": [1, 2.5, true, null, "x"]}, "empty": {}, "big": 9007199254740993, "none": []}' > types.json
printf '# comment\nUSER=admin\nEMPTY=\nLINES=a\\nb\nEQUALS=a=b\n' > types.env
printf '; about\n[server]\n; the host\nhost = example.com\nlonger_name = "  spaced  "\nport=80\n\n[empty]\n\n[client]\nkey = a`b\nhash = `a;b#c`\n' > types.ini
printf '\x00\xff\xfebinary\n' > bytes.bin
printf 'plain text\nsecond line' > note.txt

case_of() { # name, file, flags
  local name=$1 file=$2; shift 2
  local ext=${file##*.}
  sops encrypt "$@" "$file" > "$out/$name.$ext"
  sops decrypt "$out/$name.$ext" > "$out/$name.$ext.expected"
}
# By a configuration of the same name.
configured() { # name, file
  local ext=${2##*.}
  sops --config "$work/$1.config" encrypt "$2" > "$out/$1.$ext"
  sops decrypt "$out/$1.$ext" > "$out/$1.$ext.expected"
}
rm -f "$out"/*
cp ./*.agekey ./*.asc "$out"
rm "$out/all.agekey"
case_of types types.yaml --age "$one"
case_of types types.json --age "$one"
case_of types types.env --age "$one"
case_of types types.ini --age "$one"
case_of bytes bytes.bin --age "$one"
case_of note note.txt --age "$one"
case_of secret secret.yaml --age "$one" --encrypted-regex '^(data|stringData)$'
case_of several several.yaml --age "$one" --encrypted-regex '^(data|stringData)$'
cat > mac-only.config <<Y
creation_rules:
  - age: "$one"
    encrypted_regex: ^(text|list|number)$
    mac_only_encrypted: true
Y
configured mac-only types.yaml
case_of encrypted-suffix types.yaml --age "$one" --encrypted-suffix _unencrypted
case_of unencrypted-suffix types.yaml --age "$one" --unencrypted-suffix t
case_of unencrypted-regex types.yaml --age "$one" --unencrypted-regex '^(list|t.*)$'
printf 'creation_rules: [{age: "%s", encrypted_comment_regex: "sops:enc"}]\n' "$one" > encrypted-comment.config
configured encrypted-comment comments.yaml
printf 'creation_rules: [{age: "%s", unencrypted_comment_regex: "nothing"}]\n' "$one" > unencrypted-comment.config
configured unencrypted-comment comments.yaml
case_of quantum secret.yaml --age "$(recipient quantum)"
case_of pgp secret.yaml --pgp "$fingerprint"
case_of both secret.yaml --pgp "$fingerprint" --age "$(recipient two)"
cat > groups.config <<Y
creation_rules:
  - shamir_threshold: 2
    key_groups:
      - age: ["$one"]
      - age: ["$(recipient two)"]
      - age: ["$(recipient three)"]
Y
configured groups secret.yaml
configured groups types.env

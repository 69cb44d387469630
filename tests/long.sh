#!/usr/bin/env bash
# The long trials of SECURITY.md: kills, failing writes, power cuts, changed bytes, searches while an index is written to,
# and what the program touches. Prints how often each was tried; ends with a status other than 0 if anything was lost,
# wrong or out of place.
#
#   tests/long.sh            all but the fuzz targets, some minutes
#   tests/long.sh fuzz       these, too: fuzz/run.sh says how long each
#
# Needs strace for the last part; CORPUS_SEED is another number for other trials.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "== kills, limits on files, changed bytes, searches during runs"
CORPUS_LONG=1 cargo test --release --test corpus -- trust:: --nocapture | grep -aE "^[0-9]+ |^test result|FAILED|panicked"
echo "== failing steps and power cuts"
CORPUS_LONG=1 cargo test --release --lib -- faults:: --nocapture | grep -aE "^[0-9]+ |^test result|FAILED|panicked"

echo "== what the program touches"
cargo build --release
program="$(cargo metadata --format-version 1 --no-deps | grep -o '"target_directory":"[^"]*"' | cut -d'"' -f4)/release/corpus"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cp -r seeds "$folder/"
log="$folder/calls"
(
  cd "$folder"
  traced() { strace -f -A -o "$log" -e trace=network,openat,creat,rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat,link,symlink "$program" "$@" > /dev/null; }
  traced index seeds
  echo "Le port est fermé." > seeds/note.txt
  traced index
  traced search --json "Koulikoro"
  traced check --files
  traced forget seeds/note.txt
)
calls() { grep -cE "$1" "$log" || true; }
# Pairs of sockets within the program aside, of which it has none either.
network="$(calls '\b(socket|connect|sendto|recvfrom|bind|listen|accept4?)\(')"
outside="$(grep -E 'O_WRONLY|O_RDWR|O_CREAT|\b(creat|rename|renameat|renameat2|mkdir|mkdirat|unlink|unlinkat|link|symlink)\(' "$log" | grep -v 'ENOENT' | grep -vcE '\.corpus[/"]|/dev/(null|tty)' || true)"
echo "$(wc -l < "$log") calls, $network of them to a network, $outside that write outside the index"
[ "$network" = 0 ] && [ "$outside" = 0 ]

if [ "${1:-}" = fuzz ]; then
  echo "== fuzz targets"
  fuzz/run.sh
fi

#!/usr/bin/env bash
# Runs every fuzz target for SECONDS (1200 if not given) one after another, and tells of each how often it ran and what it
# found; exit status 1 if there was a find. Needs a nightly toolchain and cargo-fuzz. TARGETS="html pdf" runs only these,
# LOGS=DIR keeps what they print elsewhere than in fuzz/artifacts.
#
# No sanitizer: the crate forbids unsafe code, and without one more inputs are tried in the same time. The price is that a
# fault of memory in a dependency shows only where it ends the process. `-O` leaves it to Cargo.toml which crates check
# their assertions and their arithmetic.
set -uo pipefail
cd "$(dirname "$0")"

seconds=${1:-1200}
options=(-O -s none)
logs=${LOGS:-artifacts}
targets=${TARGETS:-$(cargo +nightly fuzz list)}
found=0

# How many inputs are kept that ended a run; those that were only slow are kept too.
finds() { find "artifacts/$1" -type f ! -name 'slow-unit-*' | wc -l; }

cargo +nightly fuzz build "${options[@]}" || exit 2
mkdir -p "$logs"
printf '%-12s %12s %8s %6s\n' target executions seconds finds
for target in $targets; do
  mkdir -p "corpus/$target" "artifacts/$target"
  before=$(finds "$target")
  # What lies in a container may be larger than the file; a text may swell to what a reader allows.
  arguments=(-max_total_time="$seconds" -timeout=30 -rss_limit_mb=3072 -max_len=16384 -print_final_stats=1)
  [ -f "dictionaries/$target.dict" ] && arguments+=(-dict="dictionaries/$target.dict")
  cargo +nightly fuzz run "${options[@]}" "$target" "corpus/$target" "seeds/$target" -- "${arguments[@]}" \
    >"$logs/$target.log" 2>&1
  finds=$(($(finds "$target") - before))
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$logs/$target.log" | tail -1)
  took=$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) second.*/\1/p' "$logs/$target.log" | tail -1)
  printf '%-12s %12s %8s %6s\n' "$target" "${executions:-?}" "${took:-?}" "$finds"
  # A target that ends without having run its time has found something, whatever it left.
  if [ "$finds" -gt 0 ] || [ -z "$took" ]; then found=1; fi
done
exit "$found"

#!/usr/bin/env bash
# How time, memory and size grow: trees of 1, 10, 100 thousand and a million files, one file of 2 GB, and millions of
# different words, all made by examples/grow from the text of one folder.
#
#   benches/growth.sh FOLDER [WHAT...]      WHAT: 1000 10000 100000 1000000 bytes words; all, if nothing is said
#
# Wants GNU time and about 15 GB in TMPDIR, which it gives back.
set -euo pipefail
export LC_ALL=C.UTF-8

folder=$(realpath -- "${1:?name a folder of files}")
shift
home=$(realpath -- "$(dirname -- "$0")/..")
work=$(mktemp -d "${TMPDIR:-/tmp}/corpus-growth-XXXXXX")
trap 'rm -rf -- "$work"' EXIT
cargo build --quiet --release --locked --manifest-path "$home/Cargo.toml" --bin corpus --example grow
target=${CARGO_TARGET_DIR:-$home/target}/release
corpus=$target/corpus
mapfile -t queries < "$home/benches/queries.txt"

median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# Milliseconds of a new process for each query.
answers() {
  for query in "${queries[@]}"; do
    local begin=$EPOCHREALTIME
    "$corpus" --index "$work/index" search --json -- "$query" > /dev/null || [[ $? -eq 1 ]]
    awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { print (b - a) * 1000 }'
  done
}
# Seconds and megabytes of `corpus index`.
indexed() { command time -f '%e %M' "$corpus" --index "$work/index" index "$work/text" 2>&1 > /dev/null | tail -n 1; }

printf '%-8s %10s %9s %8s %9s %9s %9s\n' what 'text MB' seconds 'peak MB' 'index MB' 'again s' 'query ms'
for what in "${@:-1000 10000 100000 1000000 bytes words}"; do
  for what in $what; do
    rm -rf -- "$work/text" "$work/index"
    case $what in
      bytes) "$target/examples/grow" bytes "$folder" "$work/text" 2000000000 ;;
      words) "$target/examples/grow" words "$work/text" 3000000 ;;
      *) "$target/examples/grow" files "$folder" "$work/text" "$what" ;;
    esac
    read -r seconds peak < <(indexed)
    read -r again _ < <(indexed)
    answers > /dev/null
    printf '%-8s %10s %9s %8s %9s %9s %9.1f\n' "$what" "$(du -s --apparent-size -B 1000000 "$work/text" | cut -f 1)" "$seconds" \
      "$((peak / 1024))" "$(du -s --apparent-size -B 1000000 "$work/index" | cut -f 1)" "$again" "$(answers | median)"
  done
done

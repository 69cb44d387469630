#!/usr/bin/env bash
# Indexes one folder and answers the same queries with corpus and with whichever of the tools that users have today are
# installed: recoll, SQLite FTS5, Xapian Omega, ripgrep; and with tantivy's own default chain as the yardstick of indexing.
#
#   benches/peers.sh FOLDER [RUNS]
#
# Each round runs every tool once, so that a busy machine is busy for all; figures are medians of RUNS (5) rounds. Memory
# is the peak of one process; a size is that of all files of the index. Queries are those of benches/queries.txt, one new
# process each, ten results with snippets where the tool has them. Wants GNU time, and leaves nothing behind.
set -euo pipefail
export LC_ALL=C.UTF-8

folder=$(realpath -- "${1:?name a folder of files}")
runs=${2:-5}
home=$(realpath -- "$(dirname -- "$0")/..")
work=$(mktemp -d "${TMPDIR:-/tmp}/corpus-peers-XXXXXX")
trap 'rm -rf -- "$work"' EXIT

mapfile -t queries < "$home/benches/queries.txt"
mapfile -t forms < "$home/benches/forms.txt"

cargo build --quiet --release --locked --manifest-path "$home/Cargo.toml" --bin corpus --example default_chain
target=${CARGO_TARGET_DIR:-$home/target}/release
corpus=$target/corpus

has() { command -v "$1" > /dev/null; }

# --- how each tool indexes: from nothing, into $1 -----------------------------------------------------------------------

index_corpus() { "$corpus" --index "$1" index "$folder"; }
index_tantivy() { "$target/examples/default_chain" "$folder" "$1"; }
index_sqlite() {
  mkdir -p "$1"
  sqlite3 "$1/index.db" "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
    CREATE VIRTUAL TABLE docs USING fts5(path UNINDEXED, text, tokenize='unicode61');
    INSERT INTO docs SELECT name, CAST(data AS TEXT) FROM fsdir('$folder') WHERE mode & 0x8000;"
}
index_recoll() {
  mkdir -p "$1"
  printf 'topdirs = %s\nindexstemminglanguages = french\n' "$folder" > "$1/recoll.conf"
  recollindex -c "$1" -z
}
index_omega() { omindex --db "$1" --stemmer=french --url / "$folder"; }

# --- how each answers a query --------------------------------------------------------------------------------------------

query_corpus() { "$corpus" --index "$work/corpus" search --json -- "$1"; }
query_sqlite() {
  local words=${1//[^[:alnum:]]/ }
  local match
  match=$(printf '"%s" OR ' $words)
  sqlite3 "$work/sqlite/index.db" "SELECT path, snippet(docs, 1, '[', ']', '…', 40) FROM docs
    WHERE docs MATCH '${match% OR }' ORDER BY rank LIMIT 10;"
}
query_recoll() { recollq -c "$work/recoll" -o -n 10 -A "$1"; }
query_omega() { quest --db="$work/omega" --stemmer=french --default-op=or --msize=10 "$1"; }
query_ripgrep() { rg -i -F -e "$1" -- "$folder"; }

# --- measuring -----------------------------------------------------------------------------------------------------------

# Runs a function of this file under GNU time, which appends "seconds kilobytes" to the file $1.
timed() {
  local out=$1
  shift
  command time -a -o "$out" -f '%e %M' bash -c "$(declare -f); $(declare -p folder work corpus target); $(printf '%q ' "$@")" \
    > /dev/null 2>&1 || printf 'warning: %s failed\n' "$1" >&2
}
# Median of column $2 of the file $1.
median() { sort -g -k "$2" "$1" | awk -v c="$2" '{ v[NR] = $c } END { print v[int((NR + 1) / 2)] }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.3f", a / b; else print "-" }'; }
# Appends the milliseconds of one query to the file $1.
answer() {
  local out=$1 begin status=0
  shift
  begin=$EPOCHREALTIME
  "$@" > /dev/null 2>&1 || status=$?
  # As grep, 1 is nothing found.
  [[ $status -le 1 ]] || printf 'warning: %s ended with status %s\n' "$*" "$status" >&2
  awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f\n", (b - a) * 1000 }' >> "$out"
}

tools=(corpus tantivy)
has sqlite3 && tools+=(sqlite)
has recollindex && tools+=(recoll)
has omindex && tools+=(omega)
askable=(corpus)
has sqlite3 && askable+=(sqlite)
has recollq && askable+=(recoll)
has omindex && has quest && askable+=(omega)
has rg && askable+=(ripgrep)

cd "$work"
rg --files -- "$folder" > /dev/null 2>&1 || true # So that the first tool does not pay for the disk.
find "$folder" -type f -exec cat {} + > /dev/null
for ((run = 0; run < runs; run++)); do
  for tool in "${tools[@]}"; do
    # The slow ones are slow by minutes: once is enough to tell.
    [[ $run -gt 0 && ($tool == recoll || $tool == omega) ]] && continue
    rm -rf -- "${work:?}/$tool"
    timed "$work/$tool.index" "index_$tool" "$work/$tool"
  done
done

files=$(find "$folder" -type f | wc -l)
printf '%s files, %s bytes; %s cores; %s\n\n' "$files" "$(find "$folder" -type f -printf '%s\n' | awk '{ n += $1 } END { print n }')" \
  "$(nproc)" "$("$corpus" --version)"
printf '%-10s %10s %10s %10s %12s\n' 'index' seconds 'corpus is' 'peak MB' 'index MB'
for tool in "${tools[@]}"; do
  seconds=$(median "$work/$tool.index" 1)
  printf '%-10s %10s %10s %10s %12s\n' "$tool" "$seconds" "$(ratio "$(median "$work/corpus.index" 1)" "$seconds") x" \
    "$(($(median "$work/$tool.index" 2) / 1024))" "$(du -s --apparent-size -B 1000000 "$work/$tool" | cut -f 1)"
done

# --- the next index --------------------------------------------------------------------------------------------------------

listing() { if has rg; then rg --files -- "$folder"; else find "$folder" -type f; fi; }
for ((run = 0; run < runs; run++)); do
  answer "$work/unchanged" index_corpus "$work/corpus"
  answer "$work/listing" listing
done
printf '\nindex again, nothing changed: %s ms, %s x listing the files\n' "$(median "$work/unchanged" 1)" \
  "$(ratio "$(median "$work/unchanged" 1)" "$(median "$work/listing" 1)")"

# --- answers ---------------------------------------------------------------------------------------------------------------

for ((run = 0; run < runs; run++)); do
  for query in "${queries[@]}"; do
    for tool in "${askable[@]}"; do
      [[ $tool == ripgrep && $run -gt 0 ]] && continue
      answer "$work/$tool.query" "query_$tool" "$query"
    done
  done
  for query in "${forms[@]}"; do
    answer "$work/forms.query" query_corpus "$query"
  done
  answer "$work/version.query" "$corpus" --version
  answer "$work/true.query" "$(type -P true)"
done
printf '\n%-10s %10s %10s   a new process a query, median of %s queries and %s rounds\n' query ms 'corpus is' "${#queries[@]}" "$runs"
for tool in "${askable[@]}" forms version true; do
  ms=$(median "$work/$tool.query" 1)
  printf '%-10s %10s %10s\n' "$tool" "$ms" "$(ratio "$(median "$work/corpus.query" 1)" "$ms") x"
done

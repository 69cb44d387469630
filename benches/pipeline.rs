//! Speed of the stages on the documents of `seeds/`: analysis, cutting, extraction and indexing in MB/s, searching in time
//! a query.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use corpus::analysis::{Analyzer, Language, Token};
use corpus::index::Index;
use corpus::{analysis, ingest, search};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The UTF-8 texts of the seeds, as one.
fn text() -> String {
    let files = fs::read_dir(seeds()).expect("seeds/ can be read");
    let texts = files.filter_map(|file| fs::read_to_string(file.expect("seeds/ can be read").path()).ok());
    texts.collect()
}

fn analyse(criterion: &mut Criterion) {
    let text = text();
    let mut group = criterion.benchmark_group("analysis");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("tokens", |bench| {
        let mut analyzer = Analyzer::new();
        bench.iter(|| {
            let mut bytes = 0;
            let mut look = |token: &Token| bytes += token.folded.len() + token.stem.len() + token.exact.len();
            analyzer.analyse(black_box(&text), Language::FRENCH, &mut look);
            bytes
        });
    });
    group.bench_function("sentences", |bench| {
        bench.iter(|| analysis::sentence_ends(black_box(&text)).count())
    });
    group.finish();
}

/// Cutting, and reading a file from its bytes, which is decoding, extraction, metadata, language and cutting.
fn read(criterion: &mut Criterion) {
    let text = text();
    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("cut", |bench| bench.iter(|| ingest::cut(black_box(&text)).len()));
    for (name, before, paragraph, after) in [
        ("text", "", "", ""),
        ("html", "<!DOCTYPE html><html lang=fr><title>Un titre</title><body>", "<p>", "</body></html>"),
    ] {
        let marked = format!("{before}{}{after}", text.replace("\n\n", &format!("\n\n{paragraph}")));
        let path = PathBuf::from(format!("a.{name}"));
        group.bench_function(name, |bench| {
            bench.iter(|| ingest::document(black_box(marked.clone()).into_bytes(), &path).is_ok());
        });
    }
    group.finish();
}

fn index_and_search(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let request = ingest::Request { paths: vec![seeds()], rebuild: true, ..Default::default() };
    let dir = folder.path().join(".corpus");
    let read = || {
        ingest::run(&dir, &request, &mut |_| std::ops::ControlFlow::Continue(()))
            .expect("seeds/ can be indexed")
    };
    read();
    let sizes = fs::read_dir(seeds()).expect("seeds/ can be read");
    let bytes =
        sizes.map(|file| file.and_then(|file| file.metadata()).map_or(0, |metadata| metadata.len())).sum();
    let mut group = criterion.benchmark_group("indexing");
    group.throughput(Throughput::Bytes(bytes));
    group.sample_size(20).bench_function("seeds", |bench| bench.iter(read));
    group.finish();
    let index = Index::open(&dir).expect("the index can be opened");
    for query in
        ["Koulikoro", "quand le fleuve est-il navigable", "\"le fleuve Niger\"", "navig*", "Koulikorro~"]
    {
        let request = search::Request::new(query);
        criterion.bench_function(&format!("search {query}"), |bench| {
            bench.iter(|| search::search(&index, black_box(&request)).expect("the index can be searched"));
        });
    }
}

criterion_group!(benches, analyse, read, index_and_search);
criterion_main!(benches);

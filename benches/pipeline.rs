//! Speed of the stages on the documents of `seeds/`: analysis and reading in MB/s, searching in time a query.

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

fn index_and_search(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let request = ingest::Request { paths: vec![seeds()], rebuild: true, ..Default::default() };
    let dir = folder.path().join(".corpus");
    let read = || {
        ingest::run(&dir, &request, &mut |_| std::ops::ControlFlow::Continue(()))
            .expect("seeds/ can be indexed")
    };
    read();
    criterion.bench_function("index seeds", |bench| bench.iter(read));
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

criterion_group!(benches, analyse, index_and_search);
criterion_main!(benches);

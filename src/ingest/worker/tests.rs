use std::path::Path;
use std::sync::Arc;

use super::super::read::Part;
use super::*;

/// A worker that is a line of shell.
fn workers(script: &str) -> Workers {
    Workers {
        program: "sh".into(),
        arguments: vec!["-c".into(), script.into()],
        time_limit: Duration::from_millis(1500),
    }
}

/// What comes of a file: the places that failed in it, each with the reason, and the end.
type Outcome = (Vec<(String, String)>, Result<String, String>);

/// What comes of the files `a` and `b`, read one after the other.
fn outcomes(script: &str) -> Vec<Outcome> {
    let mut reader = Reader::new(workers(script), Arc::default());
    ["a", "b"]
        .map(|path| {
            let (mut failed, mut end) = (Vec::new(), Err("no end".to_owned()));
            reader.read(Path::new(path), &mut |answer| {
                match answer {
                    Answer::Event(Event::Part(part)) => {
                        let Part { place, content, .. } = *part;
                        failed.extend(content.err().map(|unread| (place, unread.reason)));
                    }
                    Answer::Event(Event::Begin(_)) => {}
                    Answer::Whole(whole) => {
                        end = whole.map(|whole| whole.sha256).map_err(|unread| unread.reason);
                    }
                }
                true
            });
            (failed, end)
        })
        .into()
}

const WHOLE: &str = r#"echo '{"Whole":{"Ok":{"sha256":"abc","size":3,"container":null}}}'"#;

#[test]
fn what_kills_a_worker_is_reported_and_the_next_file_is_read_by_another() {
    let table = [
        ("kill -KILL $$", "crashes its reader"),
        ("exit 0", "crashes its reader"),
        ("echo nonsense; exec sleep 60", "crashes its reader"),
        ("echo 'memory allocation of 99 bytes failed' >&2; exit 134", "needs too much memory to read"),
        ("echo 'thread main has overflowed its stack' >&2; exit 134", "nested too deeply to read"),
        ("exec sleep 60", "takes longer to read than 1 s (--timeout gives it more)"),
    ];
    for (death, reason) in table {
        let script =
            format!(r#"while read -r q; do case "$q" in *'"a"'*) {death};; *) {WHOLE};; esac; done"#);
        let found = outcomes(&script);
        assert_eq!(found[0], (Vec::new(), Err(reason.to_owned())), "{death}");
        assert_eq!(found[1], (Vec::new(), Ok("abc".to_owned())), "{death}");
    }
}

#[test]
fn one_worker_reads_many_files() {
    let script = format!(r#"n=0; while read -r q; do n=$((n+1)); {}; done"#, WHOLE.replace("abc", "'$n'"));
    assert_eq!(outcomes(&script), [(Vec::new(), Ok("1".into())), (Vec::new(), Ok("2".into()))]);
}

#[test]
fn the_documents_behind_the_one_that_kills_are_read() {
    let script = format!(
        r#"while read -r q; do case "$q" in
            *'"begun":0'*) echo '{{"Event":{{"Begin":"/1"}}}}'; exit 1;;
            *'"begun":1'*) echo '{{"Event":{{"Begin":"/2"}}}}'; exit 1;;
            *) {WHOLE};; esac; done"#
    );
    let failed = |place: &str| (place.to_owned(), "crashes its reader".to_owned());
    assert_eq!(outcomes(&script)[0], (vec![failed("/1"), failed("/2")], Ok("abc".to_owned())));
}

#[test]
fn a_file_on_which_worker_after_worker_dies_is_given_up() {
    let script = r#"while read -r q; do echo '{"Event":{"Begin":"/1"}}'; exit 1; done"#;
    let (failed, end) = outcomes(script).swap_remove(0);
    assert_eq!(end, Err("crashes its reader again and again".to_owned()));
    assert!((2..100).contains(&failed.len()), "{}", failed.len());
}

#[test]
fn a_reader_that_cannot_be_started_is_a_reason() {
    let workers = Workers { program: "/nowhere/corpus".into(), ..workers("") };
    let mut reader = Reader::new(workers, Arc::default());
    let mut reasons = Vec::new();
    reader.read(Path::new("a"), &mut |answer| {
        reasons.extend(if let Answer::Whole(Err(unread)) = answer { Some(unread.reason) } else { None });
        true
    });
    assert_eq!(reasons, ["its reader cannot be started: no such file"]);
}

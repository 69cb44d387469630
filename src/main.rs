//! Parse, run, exit: the only place that touches standard output, standard error and the exit status.

mod cli;
mod memory;
mod progress;

use std::backtrace::{Backtrace, BacktraceStatus};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, IsTerminal as _, Read as _, Write};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::path::Path;
use std::process::{self, ExitCode};

use anyhow::{Context as _, Result, anyhow, bail};
use clap::{ColorChoice, CommandFactory as _, Parser as _};
use corpus::index::Index;
use corpus::{eval, ingest, print, search, show, verify};

use cli::{
    CheckArgs, Cli, Command, EvalArgs, ExplainArgs, Format, IndexArgs, ListArgs, ManArgs, Reading,
    SearchArgs, ShowArgs, VerifyArgs, WatchArgs,
};
use progress::Progress;

/// Exit status of a run that the interrupt key ended, as shells have it: 128 and the number of the signal.
const INTERRUPTED: u8 = 130;

/// What is said where the program itself failed, behind the place.
const FAULT: &str = "this ended the command; if the index is damaged, `corpus index --rebuild` makes it anew";

/// What a command that did not fail came to, as grep tells it.
enum Outcome {
    Found,
    Nothing,
    /// By the interrupt key.
    Interrupted,
    /// Something was wrong, and was said.
    Wrong,
}

fn main() -> ExitCode {
    panic::set_hook(Box::new(tell_of_fault));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    // Tantivy takes the files of an index for whole, and may panic where they are damaged.
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| run(&cli, &mut out)))
        .unwrap_or_else(|_| Err(anyhow!(FAULT)))
        .and_then(|outcome| {
            out.flush()?;
            Ok(outcome)
        });
    match outcome {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(INTERRUPTED),
        Ok(Outcome::Wrong) => ExitCode::from(2),
        // The reader has seen enough (`| head`).
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Every other failure of input or output carries the path that it is about.
            let bare = error.chain().len() == 1 && error.is::<io::Error>();
            let place = if bare { "standard output: " } else { "" };
            complain(&format!("{place}{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, out: &mut impl Write) -> Result<Outcome> {
    if matches!(cli.command, Command::Index(_) | Command::Watch(_)) {
        memory::give_back_what_is_free();
    }
    match &cli.command {
        Command::Index(args) => return index(cli, args, out),
        Command::Watch(args) => return watch(cli, args, out),
        Command::Worker => ingest::serve(BufReader::new(io::stdin()), || process::exit(0), out)?,
        Command::Search(args) if args.json_schema => out.write_all(print::SEARCH_SCHEMA.as_bytes())?,
        Command::Search(args) => return find(cli, args, out),
        Command::Explain(args) => return explain(cli, args, out),
        Command::Verify(args) => return verify_citations(cli, args, out),
        Command::Eval(args) => evaluate(cli, args, out)?,
        Command::Show(args) => show_text(cli, args, out)?,
        Command::List(args) => return list(cli, args, out),
        Command::Stats(args) => {
            let summary = Index::open(&cli.index_to_read()?)?.summary()?;
            if args.json { print::stats_json(out, &summary)? } else { print::stats(out, &summary)? }
        }
        Command::Check(args) => return check(cli, args, out),
        Command::Forget(args) => {
            let forgotten = Index::forget(&cli.index_to_read()?, &args.paths)?;
            if args.json {
                print::forgotten_json(out, &forgotten)?
            } else {
                print::forgotten(out, &forgotten)?
            }
            return Ok(if forgotten.files.is_empty() { Outcome::Nothing } else { Outcome::Found });
        }
        Command::Completions(args) => {
            // The generator panics where it cannot write; memory it can.
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut Cli::command(), "corpus", &mut script);
            out.write_all(&script)?;
        }
        Command::Man(args) => man(args, out)?,
    }
    Ok(Outcome::Found)
}

fn index(cli: &Cli, args: &IndexArgs, out: &mut impl Write) -> Result<Outcome> {
    if args.dry_run {
        return preview(cli, args, out);
    }
    let report = update(cli, &args.request()?, &args.reading)?;
    match args {
        // Nothing of what it says came to pass.
        _ if report.interrupted && args.rebuild => {}
        _ if args.json => print::report_json(out, &report)?,
        _ if args.reading.quiet => tell(|out| print::unreachable(out, &report)),
        _ => print::report(out, &report)?,
    }
    if !report.interrupted {
        return Ok(Outcome::Found);
    }
    complain(match args.rebuild {
        true => "interrupted: the index is as it was",
        false => "interrupted: what was read is in the index; `corpus index` reads the rest",
    });
    Ok(Outcome::Interrupted)
}

/// Says what a run would do.
fn preview(cli: &Cli, args: &IndexArgs, out: &mut impl Write) -> Result<Outcome> {
    let mut changes = Vec::new();
    let report = ingest::run(&cli.index_to_write()?, &args.request()?, &mut |step| {
        changes.extend(progress::change(step).filter(|_| !args.json && !args.reading.quiet));
        ControlFlow::Continue(())
    })?;
    changes.iter().try_for_each(|change| writeln!(out, "{change}"))?;
    if args.json {
        print::report_json(out, &report)?
    } else {
        print::preview(out, &report)?
    }
    Ok(Outcome::Found)
}

fn find(cli: &Cli, args: &SearchArgs, out: &mut impl Write) -> Result<Outcome> {
    let format = args.format()?;
    let dir = match args.update()? {
        Some(request) => {
            let report = update(cli, &request, &Reading::default())?;
            if report.interrupted {
                return Ok(Outcome::Interrupted);
            }
            for (path, reason) in &report.unreachable {
                complain(&format!("warning: {path}: {reason}; searched as the index last saw it"));
            }
            cli.index_to_write()?
        }
        None => cli.index_to_read()?,
    };
    // The system takes back what the program holds faster than the program can give it back.
    let index = ManuallyDrop::new(Index::open(&dir)?);
    let results = search::search(&index, &args.request())?;
    if format != Format::Json {
        tell(|out| print::warnings(out, &results.warnings));
        tell(|out| {
            if results.total == 0 {
                print::no_hits(out, &results)?;
            }
            print::suggestions(out, &results.suggestions)
        });
    }
    let found = results.total > 0;
    let absolute = |hit: &search::Hit| index.path_of(&hit.entry);
    // Relative where it can be: a page goes on working when it is moved together with the documents.
    let here = std::env::current_dir().unwrap_or_default();
    let link = |hit: &search::Hit| {
        let path = absolute(hit);
        path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path)
    };
    match format {
        Format::Json => print::results_json(out, &results, args.explain)?,
        Format::Jsonl => print::results_jsonl(out, &results, args.explain)?,
        Format::Csv => print::results_csv(out, &results)?,
        Format::Tsv => print::results_tsv(out, &results)?,
        Format::Html => print::results_html(out, &results, link)?,
        Format::Markdown => print::results_markdown(out, &results, link)?,
        Format::Text if found => {
            let shown = print::Shown { style: style(cli), score: args.explain };
            print::results(out, &results, shown, absolute)?
        }
        Format::Text => {}
    }
    Ok(if found { Outcome::Found } else { Outcome::Nothing })
}

fn explain(cli: &Cli, args: &ExplainArgs, out: &mut impl Write) -> Result<Outcome> {
    let index = Index::open(&cli.index_to_read()?)?;
    let explanation = search::explain(&index, &args.request(), args.place.as_deref())?;
    if args.json {
        print::explanation_json(out, &explanation)?;
    } else {
        tell(|out| print::warnings(out, &explanation.warnings));
        print::explanation(out, &explanation, style(cli))?;
    }
    let found = explanation.verdict.map_or(explanation.total > 0, |verdict| verdict.rank.is_some());
    Ok(if found { Outcome::Found } else { Outcome::Nothing })
}

fn evaluate(cli: &Cli, args: &EvalArgs, out: &mut impl Write) -> Result<()> {
    let judged = args.judged()?;
    let index = Index::open(&cli.index_to_read()?)?;
    let bar = progress::searches();
    let found = eval::evaluate(&index, &judged, args.options(), &mut |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let found = found?;
    if let Some(path) = &args.run {
        let written = File::create(path).and_then(|file| print::run(&mut BufWriter::new(file), &found.runs));
        written.with_context(|| format!("{}: cannot be written", path.display()))?;
    }
    if args.json {
        print::evaluation_json(out, &found)?
    } else {
        print::evaluation(out, &found)?
    }
    Ok(())
}

fn verify_citations(cli: &Cli, args: &VerifyArgs, out: &mut impl Write) -> Result<Outcome> {
    let mut input = Vec::new();
    if args.file.as_os_str() == "-" {
        io::stdin().read_to_end(&mut input).context("standard input: cannot be read")?;
    } else {
        input = std::fs::read(&args.file).with_context(|| {
            format!("{}: cannot be read; name a file of citations, or -", args.file.display())
        })?;
    }
    // An index only helps to find what is not where it was, unless it is asked for.
    let index = match cli.index_named_or_found()? {
        Some(dir) if cli.index.is_some() => Some(Index::open(&dir)?),
        found => found.and_then(|dir| {
            let warn = |error: &anyhow::Error| complain(&format!("warning: {error:#}"));
            Index::open(&dir).inspect_err(warn).ok()
        }),
    };
    let (mut citations, mut invalid) = (Vec::new(), Vec::new());
    for verify::Item { line, citation } in verify::items(&input) {
        match citation {
            Ok(citation) => citations.push((line, citation)),
            Err(reason) => invalid.push((line, reason)),
        }
    }
    let request = verify::Request { workers: Some(args.workers()?), index: index.as_ref() };
    let verdicts = verify::verify(citations, &request)?;
    if args.json {
        print::verdicts_json(out, &verdicts, &invalid)?;
    } else if !verdicts.is_empty() {
        print::verdicts(out, &verdicts, style(cli))?;
    }
    if !invalid.is_empty() {
        out.flush()?;
        invalid
            .iter()
            .for_each(|(line, reason)| complain(&format!("{}:{line}: {reason}", args.file.display())));
        return Ok(Outcome::Wrong);
    }
    if verdicts.is_empty() {
        complain(&format!("{}: no citation in it; `corpus search --jsonl` prints some", args.file.display()));
    }
    let all = !verdicts.is_empty() && verdicts.iter().all(|verdict| verdict.outcome.is_found());
    Ok(if all { Outcome::Found } else { Outcome::Nothing })
}

fn show_text(cli: &Cli, args: &ShowArgs, out: &mut impl Write) -> Result<()> {
    let index = Index::open(&cli.index_to_read()?)?;
    let excerpt = show::show(&index, &args.place, args.context)?;
    if args.json {
        print::document_json(out, &excerpt.path, &excerpt.entry, &excerpt.text)?;
    } else {
        print::text(out, &excerpt.text, io::stdout().is_terminal())?;
    }
    Ok(())
}

fn list(cli: &Cli, args: &ListArgs, out: &mut impl Write) -> Result<Outcome> {
    let index = Index::open(&cli.index_to_read()?)?;
    let mut entries = index.entries_below(&args.paths)?;
    let held = !entries.is_empty();
    entries.retain(|(_, entry)| !args.skipped || entry.shortfall().is_some());
    if entries.is_empty() {
        complain(if held {
            "every file was read"
        } else {
            "no file of the index is there; `corpus index` adds files"
        });
    }
    if args.json {
        print::list_json(out, &entries)?
    } else {
        print::list(out, &entries)?
    }
    Ok(if entries.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

fn check(cli: &Cli, args: &CheckArgs, out: &mut impl Write) -> Result<Outcome> {
    let dir = cli.index_to_read()?;
    let check = Index::check(&dir)?;
    let files = match args.files && check.damage.is_empty() {
        true => Some(ingest::compare(&Index::open(&dir)?)?),
        false => None,
    };
    if args.json {
        print::check_json(out, &check, files.as_ref())?;
    } else {
        print::check(out, &check, files.as_ref())?;
    }
    if !check.damage.is_empty() {
        bail!("{}: the index is damaged; run `{}`", dir.display(), check.remedy);
    }
    let changed = files.is_some_and(|files| !files.is_as_it_was());
    Ok(if changed { Outcome::Nothing } else { Outcome::Found })
}

fn man(args: &ManArgs, out: &mut impl Write) -> Result<()> {
    let command = Cli::command().disable_help_subcommand(true);
    let page = match &args.command {
        None => command,
        Some(name) => match command.find_subcommand(name) {
            Some(found) => {
                found.clone().bin_name(format!("corpus {name}")).display_name(format!("corpus-{name}"))
            }
            None => bail!("{name}: there is no such command; `corpus --help` names them"),
        },
    };
    clap_mangen::Man::new(page).render(out)?;
    Ok(())
}

/// Brings the index up to date, and shows how far it is.
fn update(cli: &Cli, request: &ingest::Request, reading: &Reading) -> Result<ingest::Report> {
    let dir = cli.index_to_write()?;
    let mut progress = Progress::new(&dir, request, reading)?;
    let report = ingest::run(&dir, request, &mut |step| progress.show(step));
    progress.end();
    report
}

fn watch(cli: &Cli, args: &WatchArgs, out: &mut impl Write) -> Result<Outcome> {
    let mut progress = Progress::without_bar(&args.reading)?;
    let mut first = true;
    let mut tell = |report: Result<ingest::Report>| {
        let report = match report {
            Ok(report) => report,
            Err(error) => {
                complain(&format!("{error:#}; trying again"));
                return Ok(());
            }
        };
        if std::mem::take(&mut first) || report.changed() {
            match args {
                _ if args.json => print::report_line_json(out, &report)?,
                _ if args.reading.quiet => {}
                _ => print::report_line(out, &report)?,
            }
            out.flush()?;
        }
        Ok(())
    };
    ingest::watch(&cli.index_to_write()?, &args.request()?, &mut |step| progress.show(step), &mut tell)?;
    Ok(Outcome::Interrupted)
}

fn style(cli: &Cli) -> print::Style {
    let stdout = io::stdout();
    let terminal = stdout.is_terminal();
    let color = match cli.color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
    };
    let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    print::Style { color, links: color && terminal, width: columns.filter(|_| terminal) }
}

/// A mistake in the command line, in the form that all messages have; or the help that was asked for.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // Help on a closed pipe is as good as read.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let message = error.render().to_string();
    let message = message.strip_prefix("error: ").unwrap_or(&message).trim_end();
    // The one message of several lines.
    tell(|out| writeln!(out, "{}", print::visible(message)));
    let mut args = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned());
    if let Some(query) = args.find(|arg| arg.starts_with('-') && arg.contains(' ')) {
        complain(&format!(
            "a query that begins with - stands behind --, at the end: corpus search -- \"{query}\""
        ));
    }
    ExitCode::from(2)
}

/// Ends the program at once, for one who does not want to wait.
fn quit() -> ! {
    process::exit(i32::from(INTERRUPTED))
}

/// Says what is wrong, on one line: a file name with a line break in it could else put words in our mouth.
fn complain(message: &str) {
    tell(|out| writeln!(out, "{}", print::visible_line(message)));
}

/// Says where the program itself failed, as of any error. What it costs says who catches it: one file, or the command.
fn tell_of_fault(fault: &PanicHookInfo<'_>) {
    let place = fault.location().map(ToString::to_string).unwrap_or_default();
    let backtrace = Backtrace::capture();
    let calls = if backtrace.status() == BacktraceStatus::Captured {
        format!("\n{backtrace}")
    } else {
        String::new()
    };
    complain(&format!(
        "a fault in the program at {place}: {}{calls}",
        fault.payload_as_str().unwrap_or_default()
    ));
}

/// Writes to standard error, each line of it marked as ours.
fn tell(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) {
    let mut message = Vec::new();
    // Where standard error cannot be written to, nobody can be told.
    let _ = write(&mut message).and_then(|()| {
        let mut stderr = io::stderr().lock();
        let mut lines = message.split_inclusive(|byte| *byte == b'\n');
        lines.next().map_or(Ok(()), |first| stderr.write_all(&[b"corpus: ", first].concat()))?;
        lines.try_for_each(|line| stderr.write_all(line))
    });
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        let json = cause.downcast_ref::<serde_json::Error>();
        cause.downcast_ref().is_some_and(closed)
            || json.is_some_and(|json| json.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

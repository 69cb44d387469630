//! Documents of XML in packages: DOCX, ODT, PPTX, ODP, EPUB.

#![no_main]

use corpus_fuzz::checks;
use corpus_fuzz::packages::{package, pieces};
use libfuzzer_sys::fuzz_target;

type Fixed = &'static [(&'static str, &'static str)];

/// The parts that the fuzzer makes, as many as it does, and those that stand in for the others.
const DOCX: &[&str] = &[
    "word/document.xml",
    "word/styles.xml",
    "word/footnotes.xml",
    "word/header1.xml",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
];
const DOCX_FIXED: Fixed = &[
    ("[Content_Types].xml", "<Types/>"),
    (
        "word/_rels/document.xml.rels",
        "<R><Relationship Id='s' Type='t/styles' Target='styles.xml'/>\
         <Relationship Id='f' Type='t/footnotes' Target='footnotes.xml'/>\
         <Relationship Id='e' Type='t/endnotes' Target='footnotes.xml'/>\
         <Relationship Id='c' Type='t/comments' Target='header1.xml'/>\
         <Relationship Id='g' Type='t/chart' Target='header1.xml'/>\
         <Relationship Id='h' Type='t/header' Target='header1.xml'/></R>",
    ),
];
const PPTX: &[&str] =
    &["ppt/slides/slide1.xml", "ppt/notes.xml", "docProps/core.xml", "ppt/presentation.xml", "_rels/.rels"];
const PPTX_FIXED: Fixed = &[
    ("[Content_Types].xml", "<Types/>"),
    ("ppt/presentation.xml", "<p:p><p:sldIdLst><p:sldId id='1' r:id='a'/></p:sldIdLst></p:p>"),
    (
        "ppt/_rels/presentation.xml.rels",
        "<R><Relationship Id='a' Type='t/slide' Target='slides/slide1.xml'/></R>",
    ),
    (
        "ppt/slides/_rels/slide1.xml.rels",
        "<R><Relationship Id='n' Type='t/notesSlide' Target='../notes.xml'/>\
         <Relationship Id='c' Type='t/comments' Target='../notes.xml'/>\
         <Relationship Id='g' Type='t/chart' Target='../notes.xml'/></R>",
    ),
];
const OPEN_DOCUMENT: &[&str] = &["content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"];
const ODT_FIXED: Fixed = &[("mimetype", "application/vnd.oasis.opendocument.text")];
const ODP_FIXED: Fixed = &[("mimetype", "application/vnd.oasis.opendocument.presentation")];
const EPUB: &[&str] = &["c.xhtml", "a.opf", "META-INF/container.xml", "META-INF/encryption.xml"];
const EPUB_FIXED: Fixed = &[
    ("mimetype", "application/epub+zip"),
    ("META-INF/container.xml", "<c><rootfiles><rootfile full-path='a.opf'/></rootfiles></c>"),
    (
        "a.opf",
        "<package><manifest><item id='c' href='c.xhtml' media-type='application/xhtml+xml'/></manifest>\
         <spine><itemref idref='c'/></spine></package>",
    ),
];

// The first byte says of which kind the document is whose parts follow it.
fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let (made, fixed, name) = match kind {
        b'd' => (DOCX, DOCX_FIXED, "a.docx"),
        b'p' => (PPTX, PPTX_FIXED, "a.pptx"),
        b't' => (OPEN_DOCUMENT, ODT_FIXED, "a.odt"),
        b'o' => (OPEN_DOCUMENT, ODP_FIXED, "a.odp"),
        b'e' => (EPUB, EPUB_FIXED, "a.epub"),
        _ => return,
    };
    checks::file(&package(made, fixed, &pieces(rest)), name);
});

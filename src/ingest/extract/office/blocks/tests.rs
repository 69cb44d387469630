use super::*;

fn paragraph(blocks: &mut Blocks, text: &str) {
    blocks.start_paragraph();
    blocks.characters(text);
    blocks.end_paragraph();
}

#[test]
fn paragraphs_end_with_a_blank_line_and_empty_ones_leave_no_trace() {
    let mut blocks = Blocks::default();
    for text in ["", "Un", "", "  ", " deux  ", "tr\nois\t", ""] {
        paragraph(&mut blocks, text);
    }
    assert_eq!(blocks.finish(), "Un\n\ndeux\n\ntr ois");
}

#[test]
fn items_of_a_list_are_lines() {
    let mut blocks = Blocks::default();
    paragraph(&mut blocks, "avant");
    blocks.start_list();
    paragraph(&mut blocks, "un");
    blocks.start_list();
    paragraph(&mut blocks, "deux");
    blocks.end_list();
    paragraph(&mut blocks, "trois");
    blocks.end_list();
    blocks.start_list();
    paragraph(&mut blocks, "autre liste");
    blocks.end_list();
    paragraph(&mut blocks, "après");
    assert_eq!(blocks.finish(), "avant\n\nun\ndeux\ntrois\n\nautre liste\n\naprès");
}

#[test]
fn a_row_is_a_line_and_cells_are_divided_by_tabs() {
    let mut blocks = Blocks::default();
    paragraph(&mut blocks, "avant");
    blocks.start_table();
    for row in [&["a", "b"][..], &["", "c"], &["d"]] {
        blocks.start_row();
        for cell in row {
            blocks.start_cell();
            paragraph(&mut blocks, cell);
        }
    }
    paragraph(&mut blocks, "e");
    blocks.end_table();
    paragraph(&mut blocks, "après");
    assert_eq!(blocks.finish(), "avant\n\na\tb\nc\nd\ne\n\naprès");
}

#[test]
fn a_table_in_a_cell_is_lines_of_the_outer_one() {
    let mut blocks = Blocks::default();
    blocks.start_table();
    blocks.start_row();
    blocks.start_cell();
    paragraph(&mut blocks, "a");
    blocks.start_table();
    blocks.start_row();
    for cell in ["b", "c"] {
        blocks.start_cell();
        paragraph(&mut blocks, cell);
    }
    blocks.end_table();
    paragraph(&mut blocks, "d");
    blocks.end_table();
    assert_eq!(blocks.finish(), "a\nb\tc\nd");
}

#[test]
fn what_stands_beside_follows_its_paragraph_or_table() {
    let mut blocks = Blocks::default();
    blocks.start_paragraph();
    blocks.characters("Un");
    blocks.open();
    paragraph(&mut blocks, "note");
    paragraph(&mut blocks, "suite");
    blocks.close_beside();
    blocks.characters(" mot");
    blocks.end_paragraph();
    blocks.start_table();
    blocks.start_row();
    blocks.start_cell();
    blocks.start_paragraph();
    blocks.characters("a");
    blocks.beside("de a".to_owned());
    blocks.end_paragraph();
    blocks.start_cell();
    paragraph(&mut blocks, "b");
    blocks.end_table();
    paragraph(&mut blocks, "fin");
    assert_eq!(blocks.finish(), "Un mot\n\nnote\n\nsuite\n\na\tb\n\nde a\n\nfin");
}

#[test]
fn flows_that_are_never_closed_are_not_lost_and_depth_is_bounded() {
    let mut blocks = Blocks::default();
    for level in 0..100 {
        blocks.start_paragraph();
        blocks.characters(if level % 25 == 0 { "eau" } else { "" });
        blocks.open();
    }
    assert!(blocks.outer.len() <= MAX_FLOWS);
    assert_eq!(blocks.finish().split_whitespace().collect::<Vec<_>>(), ["eau"; 4]);
}

#[test]
fn white_space_may_mean_one_space() {
    let mut blocks = Blocks::default();
    blocks.start_paragraph();
    blocks.collapsed("\n  Un \n\t");
    blocks.collapsed(" deux\u{a0}");
    blocks.collapsed(" ; trois\n");
    blocks.end_paragraph();
    assert_eq!(blocks.finish(), "Un deux\u{a0} ; trois");
}

use super::*;

#[test]
fn office_properties_are_those_of_the_creation() {
    let source = "<cp:p><dc:title>Le puits</dc:title><dc:creator>Awa Diallo</dc:creator><cp:lastModifiedBy>Oumar</cp:lastModifiedBy>\
        <dcterms:modified>2025-06-30T08:00:00Z</dcterms:modified><dcterms:created>2024-03-02T08:00:00Z</dcterms:created>\
        <dc:language>fr-FR</dc:language></cp:p>";
    let found = Properties::of_office(source);
    assert_eq!(found.title.as_deref(), Some("Le puits"));
    assert_eq!(found.author.as_deref(), Some("Awa Diallo"));
    assert_eq!(found.date, Date::new(2024, Some(3), Some(2)));
    assert_eq!(found.language.as_deref(), Some("fr"));
    let modified = Properties::of_office("<p><modified>2025-06-30</modified></p>");
    assert_eq!(modified.date, Date::new(2025, Some(6), Some(30)));
}

#[test]
fn the_zero_of_a_clock_is_no_date() {
    for date in ["1601-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1980-01-01T00:00:00Z"] {
        assert_eq!(Properties::of_office(&format!("<p><created>{date}</created></p>")).date, None, "{date}");
    }
    let template = "<p><creator>python-docx</creator><created>2013-12-23T23:15:00Z</created></p>";
    assert_eq!(Properties::of_office(template).date, None, "the date of a template");
    assert_eq!(Properties::of_book("<p><date>1926</date></p>").date, Date::new(1926, None, None));
}

#[test]
fn an_open_document_was_made_by_its_first_author() {
    let source = "<m><dc:creator>Oumar</dc:creator><dc:date>2025-06-30</dc:date>\
        <meta:initial-creator>Awa</meta:initial-creator><meta:creation-date>2024-03</meta:creation-date></m>";
    let found = Properties::of_open_document(source);
    assert_eq!(found.author.as_deref(), Some("Awa"));
    assert_eq!(found.date, Date::new(2024, Some(3), None));
    let changed = Properties::of_open_document("<m><creator>Oumar</creator><date>2025</date></m>");
    assert_eq!((changed.author.as_deref(), changed.date), (Some("Oumar"), Date::new(2025, None, None)));
}

#[test]
fn a_book_may_have_several_authors_and_dates() {
    let source = "<package><dc:title>Contes</dc:title><dc:title>Sous-titre</dc:title><dc:creator>Awa Diallo</dc:creator>\
        <dc:creator> </dc:creator><dc:creator>Oumar Ba</dc:creator><dc:date opf:event='modification'>2025</dc:date>\
        <dc:date opf:event='publication'>1998-05</dc:date><dc:language>inconnue</dc:language><dc:language>fre</dc:language></package>";
    let found = Properties::of_book(source);
    assert_eq!(found.title.as_deref(), Some("Contes"));
    assert_eq!(found.author.as_deref(), Some("Awa Diallo, Oumar Ba"));
    assert_eq!(found.date, Date::new(1998, Some(5), None));
    assert_eq!(found.language.as_deref(), Some("fr"));
}

#[test]
fn damage_ends_the_properties_and_takes_none_of_those_before() {
    let found = Properties::of_office("<p><title>Le puits</title><creator>Awa");
    assert_eq!((found.title.as_deref(), found.author), (Some("Le puits"), None));
}

#[test]
fn a_title_that_a_program_gave_is_none() {
    for default in [
        "Microsoft Word - rapport.doc",
        "Document1",
        "Document 12",
        "Présentation PowerPoint",
        "PowerPoint Presentation",
        "Sans titre",
        "Sans titre 1",
        "Diapositive 1",
        " ",
    ] {
        assert_eq!(title(default), None, "{default}");
    }
    for named in ["Document unique de programmation", "Titre de propriété", "1984", "Rapport 2025"] {
        assert_eq!(title(named).as_deref(), Some(named), "{named}");
    }
}

#[test]
fn a_name_that_a_program_gave_is_no_author() {
    assert_eq!(author("Utilisateur Windows"), None);
    assert_eq!(author("Awa Diallo").as_deref(), Some("Awa Diallo"));
}

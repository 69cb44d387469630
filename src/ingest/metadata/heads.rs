//! Heads of documents as the press, offices and archives write them, and what is read from each.

use super::*;

/// The head of a text; its title (`-`: the name of the file), author and date (`-`: none).
type Row = (&'static str, &'static str, &'static str, &'static str);

fn assert_heads(rows: &[Row]) {
    let mut wrong = String::new();
    for (head, title, author, date) in rows {
        let text = format!("{head}\n\nLa suite du texte, qui ne dit rien de plus.\n");
        let mut found = Extracted { text, ..Extracted::default() };
        complete(&mut found, Path::new("d/-.txt"));
        let date_found = found.date.map_or_else(|| "-".to_owned(), |date| date.to_string());
        let author_found = found.author.as_deref().unwrap_or("-");
        let title_found = found.title.as_deref().unwrap_or_default();
        if (title_found, author_found, date_found.as_str()) != (*title, *author, *date) {
            wrong += &format!("{head:?}: {title_found} | {author_found} | {date_found}\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn heads_of_the_press() {
    assert_heads(&[
        ("BAMAKO (AFP) - 30 mai 2025", "-", "-", "2025-05-30"),
        ("BAMAKO (AFP), 30 mai 2025 - Des hommes armés ont attaqué un poste.", "-", "-", "2025-05-30"),
        ("Bamako, 30 mai 2025 (AFP) - Des hommes armés ont attaqué un poste.", "-", "-", "2025-05-30"),
        ("DAKAR, le 3 mars 2024 (APS) – Le fleuve est en crue.", "-", "-", "2024-03-03"),
        ("Niamey, 12 juin 2023 (ANP)-Le ministre est arrivé.", "-", "-", "2023-06-12"),
        ("Ouagadougou, 3 juil. 2022 (AIB)-Le ministre est arrivé.", "-", "-", "2022-07-03"),
        ("AFP - 30 mai 2025", "-", "-", "2025-05-30"),
        ("Le fleuve monte\n\nPublié le : 30/05/2025 - 10:30", "Le fleuve monte", "-", "2025-05-30"),
        (
            "Le fleuve monte\n\nPublié le 30 mai 2025 à 10h30, mis à jour le 31 mai 2025",
            "Le fleuve monte",
            "-",
            "2025-05-30",
        ),
        (
            "Le fleuve monte\nMis à jour le 31 mai 2025\nPublié le 30 mai 2025",
            "Le fleuve monte",
            "-",
            "2025-05-30",
        ),
        ("Le fleuve monte\n\nMis à jour le 31 mai 2025", "Le fleuve monte", "-", "2025-05-31"),
        ("Posté le 1er mars 2024 par Awa Fofana", "-", "Awa Fofana", "2024-03-01"),
        ("Publié le 30 mai 2025 par Awa Fofana", "-", "Awa Fofana", "2025-05-30"),
        ("Publié par Awa Fofana le 30 mai 2025", "-", "Awa Fofana", "2025-05-30"),
        ("Paru dans Le Fleuve du 3 mars 1995", "-", "-", "1995-03-03"),
        ("Publié dans L’Essor, le 3 mars 1995", "-", "-", "1995-03-03"),
        ("Édition du vendredi 30 mai 2025", "-", "-", "2025-05-30"),
        ("Le Monde, samedi 4 mars 1995", "-", "-", "1995-03-04"),
        ("Ven. 30 mai 2025", "-", "-", "2025-05-30"),
        ("Le fleuve monte\n\nPar Awa Fofana - 30 mai 2025", "Le fleuve monte", "Awa Fofana", "2025-05-30"),
        (
            "Le fleuve monte\nPar Awa Fofana, le 30 mai 2025\n\nTexte.",
            "Le fleuve monte",
            "Awa Fofana",
            "2025-05-30",
        ),
        ("Par Awa Fofana | Publié le 30/05/2025", "-", "Awa Fofana", "2025-05-30"),
        ("Par Awa Fofana Publié le 30 mai 2025", "-", "Awa Fofana", "2025-05-30"),
        ("Bamako | 30 mai 2025", "-", "-", "2025-05-30"),
        ("30 mai 2025 • Société • 3 min", "-", "-", "2025-05-30"),
        (
            "Le fleuve monte\n\nUn chapô qui résume.\n\nPar Awa Fofana\n\n30 mai 2025",
            "Le fleuve monte",
            "Awa Fofana",
            "2025-05-30",
        ),
        ("Par Awa Fofana, journaliste", "-", "Awa Fofana", "-"),
        ("Par Awa Fofana, envoyée spéciale à Gao", "-", "Awa Fofana", "-"),
        ("Par Awa Fofana (Bamako, correspondance)", "-", "Awa Fofana", "-"),
        ("Par Awa Fofana, à Bamako", "-", "Awa Fofana", "-"),
        ("Par Awa Fofana, Bamako", "-", "Awa Fofana", "-"),
        ("Par Awa Fofana avec AFP", "-", "Awa Fofana", "-"),
        ("Awa Fofana (avec AFP)", "-", "Awa Fofana", "-"),
        ("Awa Fofana avec les agences", "-", "Awa Fofana", "-"),
        ("Awa Fofana, envoyée spéciale à Gao", "-", "Awa Fofana", "-"),
        ("Awa Fofana, notre correspondante au Mali", "-", "Awa Fofana", "-"),
        ("De notre correspondant à Bamako, Oumar Ba", "-", "Oumar Ba", "-"),
        ("De nos envoyés spéciaux à Gao : Oumar Ba et Awa Fofana", "-", "Oumar Ba et Awa Fofana", "-"),
        ("Propos recueillis par Awa Fofana", "-", "Awa Fofana", "-"),
        ("Propos recueillis à Bamako par Awa Fofana", "-", "Awa Fofana", "-"),
        ("Entretien réalisé par Awa Fofana et Oumar Ba", "-", "Awa Fofana et Oumar Ba", "-"),
        ("Recueilli par Awa Fofana", "-", "Awa Fofana", "-"),
        ("Un reportage d’Awa Fofana", "-", "Awa Fofana", "-"),
        ("Texte et photos : Awa Fofana", "-", "Awa Fofana", "-"),
    ]);
}

#[test]
fn heads_of_offices_and_archives() {
    assert_heads(&[
        ("Bamako, le 30 mai 2025", "-", "-", "2025-05-30"),
        ("À Bamako, le 30 mai 2025", "-", "-", "2025-05-30"),
        ("Fait à Bamako, le 1er mars 2024", "-", "-", "2024-03-01"),
        ("Le 1er mars 2024", "-", "-", "2024-03-01"),
        ("Le 1 er mars 2024", "-", "-", "2024-03-01"),
        ("1er mars 2024", "-", "-", "2024-03-01"),
        ("30/05/2025", "-", "-", "2025-05-30"),
        ("Rapport annuel\n\nMai 2025", "Rapport annuel", "-", "2025-05"),
        ("Rapport annuel – mai 2025", "Rapport annuel – mai 2025", "-", "2025-05"),
        (" date 2025-06 L’alliance fait face.", "-", "-", "2025-06"),
        ("Date d’édition : 1926-08-12", "-", "-", "1926-08-12"),
        ("Date de mise en ligne : 12/08/2019", "-", "-", "2019-08-12"),
        ("En date du 3 mai 2024", "-", "-", "2024-05-03"),
        ("Lettre datée du 3 mai 2024", "Lettre datée du 3 mai 2024", "-", "2024-05-03"),
        ("Daté du 3 mai 2024", "-", "-", "2024-05-03"),
        ("PUBLIE LE 3 FEVRIER 2024", "-", "-", "2024-02-03"),
        ("Mis en ligne le 3 fe\u{301}vrier 2024", "-", "-", "2024-02-03"),
        ("Publie\u{301} le 3 fe\u{301}vrier 2024", "-", "-", "2024-02-03"),
        (
            "Titre : Le pont de Koulikoro\nAuteur(s) : Fofana, Awa\nDate : 1926",
            "Le pont de Koulikoro",
            "Fofana, Awa",
            "1926",
        ),
        (
            "Koulikoro, le 12 août 1926\n\nObjet : réparation du pont\n\nMonsieur le Maire,",
            "réparation du pont",
            "-",
            "1926-08-12",
        ),
        (
            "Décret n° 2024-123 du 3 mai 2024 portant création d’un port\n\nVu la loi du 2 mai 1999,",
            "Décret n° 2024-123 du 3 mai 2024 portant création d’un port",
            "-",
            "2024-05-03",
        ),
        (
            "RÉPUBLIQUE DU MALI\n\nArrêté du 3 mai 2024 relatif au pont",
            "RÉPUBLIQUE DU MALI",
            "-",
            "2024-05-03",
        ),
        ("ARRÊTÉ DU 3 MAI 2024", "ARRÊTÉ DU 3 MAI 2024", "-", "2024-05-03"),
        (
            "Procès-verbal de la réunion du conseil du lundi 3 juin 2024",
            "Procès-verbal de la réunion du conseil du lundi 3 juin 2024",
            "-",
            "2024-06-03",
        ),
        ("Séance du 3 mai 2024", "Séance du 3 mai 2024", "-", "2024-05-03"),
        ("Journal officiel n° 12 du 30 mai 2025", "Journal officiel n° 12 du 30 mai 2025", "-", "2025-05-30"),
        ("Le pont\n=======\n\nUn texte.", "Le pont", "-", "-"),
        ("Rapport sur le pont\n\nRapporteur : Awa Fofana", "Rapport sur le pont", "Awa Fofana", "-"),
        ("Bamako, le 30 mai 2025\n\nNote sur le pont\n\nUn texte.", "Note sur le pont", "-", "2025-05-30"),
    ]);
}

#[test]
fn what_a_head_only_speaks_of_is_not_taken() {
    assert_heads(&[
        ("Le 3 mai 2024 a marqué un tournant.", "-", "-", "-"),
        ("Le 3 mai 2024, le président a parlé.", "-", "-", "-"),
        ("En mai 2025, le fleuve a monté.", "-", "-", "-"),
        ("Mai 2025 restera dans les mémoires.", "-", "-", "-"),
        ("Depuis le 3 mai 2024, le pont est fermé.", "-", "-", "-"),
        ("À Paris, le 3 mai 1920, rien ne se passa.", "-", "-", "-"),
        ("Au 30/05/2025, le solde est nul.", "-", "-", "-"),
        ("30 mai 2025 : l’attaque de Kayes", "30 mai 2025 : l’attaque de Kayes", "-", "-"),
        ("BAMAKO, 30 mai (AFP) – Des hommes armés ont attaqué un poste.", "-", "-", "-"),
        ("Loi du 9 décembre 1905 : cent ans après", "Loi du 9 décembre 1905 : cent ans après", "-", "-"),
        ("La loi du 9 décembre 1905", "La loi du 9 décembre 1905", "-", "-"),
        ("Vu la loi du 9 décembre 1905,", "-", "-", "-"),
        ("Né à Bamako, le 3 mai 1920, il étudie à Dakar.", "-", "-", "-"),
        ("Bataille de Verdun – 21 février 1916", "Bataille de Verdun – 21 février 1916", "-", "-"),
        ("Massacre de Thiaroye, 1er décembre 1944", "Massacre de Thiaroye, 1er décembre 1944", "-", "-"),
        ("En date du 3 mai 2024, vingt pays ont signé.", "-", "-", "-"),
        ("Le froid\n\nCirculaire du 18 octobre 2018 relative au froid", "Le froid", "-", "-"),
        ("Attentat du 14 juillet 2016", "Attentat du 14 juillet 2016", "-", "-"),
        ("Par ailleurs, le pont est fermé.", "-", "-", "-"),
        ("Par décret du 3 mai 2024, le pont est fermé.", "-", "-", "-"),
        ("Par arrêté du ministre Awa Fofana", "Par arrêté du ministre Awa Fofana", "-", "-"),
        (
            "Par Awa Fofana, présidente du Conseil, fut ouverte la séance",
            "Par Awa Fofana, présidente du Conseil, fut ouverte la séance",
            "-",
            "-",
        ),
        ("Publié par décret du Président", "Publié par décret du Président", "-", "-"),
        ("Traduit de l’anglais par Awa Fofana", "Traduit de l’anglais par Awa Fofana", "-", "-"),
        ("De notre correspondant à Bamako", "De notre correspondant à Bamako", "-", "-"),
        ("Awa Fofana, journaliste, a été arrêtée hier.", "-", "-", "-"),
        ("Awa Fofana avec Oumar Ba", "Awa Fofana avec Oumar Ba", "-", "-"),
        ("Photo : Awa Fofana", "Photo : Awa Fofana", "-", "-"),
        ("Un titre\nUne phrase qui suit.", "-", "-", "-"),
        ("Mon cher ami\n\nTexte.", "-", "-", "-"),
    ]);
}

#[test]
fn an_act_is_dated_at_its_end() {
    let act = |end: &str| {
        let text = format!(
            "Arrêté portant fermeture du pont\n\nUn.\n\nDeux.\n\nTrois.\n\nQuatre.\n\nCinq.\n\n{end}"
        );
        let mut found = Extracted { text, ..Extracted::default() };
        complete(&mut found, Path::new("d/-.txt"));
        found.date.map(|date| date.to_string())
    };
    assert_eq!(act("Fait à Bamako, le 3 mai 2024\n\nLe maire,\n\nOumar Ba").as_deref(), Some("2024-05-03"));
    assert_eq!(act("Fait le 3 mai 2024 à Bamako.\n").as_deref(), Some("2024-05-03"));
    assert_eq!(act("Bamako, le 3 mai 2024, fut calme.\n"), None);
}

#[test]
fn names_of_files_may_hold_a_date() {
    let cases = [
        ("2025-05-30-titre.txt", "2025-05-30"),
        ("20250530_titre.txt", "2025-05-30"),
        ("rapport-mai-2025.pdf", "2025-05"),
        ("2025 05 30 note.txt", "2025-05-30"),
        ("CR_2024.05.03.md", "2024-05-03"),
        ("pv-conseil-03-05-2024.txt", "2024-05-03"),
        ("note-du-3-mai-2024.txt", "2024-05-03"),
        ("lettre 12 août 1926.txt", "1926-08-12"),
        ("Août_2024_bilan.txt", "2024-08"),
        ("loi-2004-575.txt", "-"),
        ("tome-12-2004.txt", "2004-12"),
        ("06-12-34-56-78.txt", "-"),
    ];
    for (name, date) in cases {
        let mut found = Extracted { text: "Un texte.".to_owned(), ..Extracted::default() };
        complete(&mut found, Path::new(name));
        assert_eq!(found.date.map_or_else(|| "-".to_owned(), |date| date.to_string()), date, "{name}");
    }
}

//! What the dictionary does not say.

/// Folded forms whose likeliest reading is not the first by rule, or is not in the dictionary, each with its term:
/// plurals that are entries of their own, adjectives before a vowel, verbs that are commoner than the noun, and names
/// that are commoner than the plural of a word.
#[rustfmt::skip]
pub(crate) const PREFERRED: &[(&str, &str)] = &[
    ("yeux", "oeil"), ("cieux", "ciel"), ("aieux", "aieul"), ("messieurs", "monsieur"), ("mesdames", "madame"),
    ("mesdemoiselles", "mademoiselle"), ("niveaux", "niveau"), ("centimetres", "centimetre"),
    ("favorite", "favori"), ("favorites", "favori"), ("bel", "beau"), ("nouvel", "nouveau"), ("vieil", "vieux"), ("fol", "fou"), ("mol", "mou"),
    ("baux", "bail"), ("fraiche", "frais"), ("fraiches", "frais"), ("aille", "aller"), ("ailles", "aller"), ("allons", "aller"), ("vas", "aller"), ("ouvre", "ouvrir"), ("ouvres", "ouvrir"),
    ("recu", "recevoir"), ("recus", "recevoir"), ("recue", "recevoir"), ("recues", "recevoir"),
    ("disparu", "disparaitre"), ("disparus", "disparaitre"), ("disparue", "disparaitre"),
    ("disparues", "disparaitre"),
    ("vendu", "vendre"), ("vendus", "vendre"), ("vendue", "vendre"), ("vendues", "vendre"),
    ("departementale", "departemental"), ("departementales", "departemental"),
    ("faite", "faire"), ("faites", "faire"), ("dus", "devoir"), ("fora", "forum"), ("lander", "land"), ("coite", "coi"),
    ("coites", "coi"), ("interpele", "interpeller"), ("interpeles", "interpeller"), ("epoussette", "epousseter"),
    ("epoussettes", "epousseter"), ("servante", "serviteur"), ("servantes", "serviteur"),
    ("lionne", "lion"), ("lionnes", "lion"), ("douteuse", "douteux"), ("douteuses", "douteux"), ("soigneuse", "soigneux"),
    ("soigneuses", "soigneux"), ("copieuse", "copieux"), ("copieuses", "copieux"), ("ligneuse", "ligneux"), ("ligneuses", "ligneux"),
    ("laineuse", "laineux"), ("laineuses", "laineux"), ("ferreuse", "ferreux"), ("ferreuses", "ferreux"),
    ("graisseuse", "graisseux"), ("graisseuses", "graisseux"), ("noueuse", "noueux"), ("noueuses", "noueux"),
    ("rageuse", "rageux"), ("rageuses", "rageux"), ("rapeuse", "rapeux"), ("rapeuses", "rapeux"), ("pompeuse", "pompeux"), ("pompeuses", "pompeux"), ("goutteuse", "goutteux"), ("goutteuses", "goutteux"),
    ("vit", "vivre"), ("faut", "falloir"), ("fonde", "fonder"), ("fondes", "fonder"), ("doit", "devoir"),
    ("lut", "lire"), ("mit", "mettre"), ("put", "pouvoir"), ("dut", "devoir"), ("sut", "savoir"), ("bat", "battre"),
    ("paris", "paris"), ("cannes", "cannes"), ("rennes", "rennes"), ("vannes", "vannes"), ("nantes", "nantes"),
    ("laos", "laos"), ("castres", "castres"), ("lens", "lens"), ("troyes", "troyes"), ("naples", "naples"), ("londres", "londres"),
    ("athenes", "athenes"), ("bourges", "bourges"), ("limoges", "limoges"), ("bruges", "bruges"),
    ("tunis", "tunis"), ("honduras", "honduras"), ("maldives", "maldives"), ("indes", "indes"),
];

/// Peoples that the dictionary lacks, and whose plural the rules for unknown words take for a name in `s`.
#[rustfmt::skip]
pub(crate) const PEOPLES: &[&str] = &[
    "adioukrou", "agni", "bariba", "betsileo", "bissa", "bozo", "dagara", "dendi", "dioula", "gourounsi", "gouro", "guarani",
    "igbo", "kanouri", "kikuyu", "kissi", "konkomba", "koulango", "luba", "merina", "minianka", "ouatchi", "ovambo",
    "senoufo", "shona", "somali", "songhai", "sonrai", "sotho", "soussou", "swazi", "toubou", "xhosa", "yacouba", "yorouba",
    "zaghawa", "djerma", "zarma",
];

/// Folded lemmas with two spellings, many of them of 1990, that no rule joins, each with the one that stands for both.
#[rustfmt::skip]
const SPELLINGS: &[(&str, &str)] = &[
    ("abatage", "abattage"), ("abatis", "abattis"), ("acuponcteur", "acupuncteur"), ("acuponcture", "acupuncture"),
    ("anevrismal", "anevrysmal"), ("anevrisme", "anevrysme"), ("arobe", "arobase"), ("arrobas", "arobase"),
    ("arrobe", "arobase"), ("assoir", "asseoir"), ("baluchon", "balluchon"), ("belouga", "beluga"),
    ("bissexualite", "bisexualite"), ("bissexuel", "bisexuel"), ("bistro", "bistrot"), ("bizuth", "bizut"),
    ("boggie", "bogie"), ("bolchevik", "bolchevique"), ("bonhommie", "bonhomie"), ("boniche", "bonniche"),
    ("bonzai", "bonsai"), ("cacahouete", "cacahuete"), ("caesium", "cesium"), ("cahutte", "cahute"),
    ("canette", "cannette"), ("canisse", "cannisse"), ("cari", "curry"), ("cariatide", "caryatide"),
    ("carry", "curry"), ("cary", "curry"), ("casher", "kasher"), ("chah", "shah"), ("chamane", "chaman"),
    ("cheik", "cheikh"), ("clef", "cle"), ("combattif", "combatif"), ("combattivite", "combativite"),
    ("conard", "connard"), ("conasse", "connasse"), ("couguar", "cougouar"), ("cuiller", "cuillere"),
    ("cuisseau", "cuissot"), ("cymaise", "cimaise"), ("czar", "tsar"), ("deciller", "dessiller"),
    ("douceatre", "doucatre"), ("drible", "dribble"), ("dribler", "dribbler"), ("dribleur", "dribbleur"),
    ("druze", "druse"), ("embatre", "embattre"), ("exema", "eczema"), ("fiord", "fjord"), ("fuel", "fioul"),
    ("gabarre", "gabare"), ("ghilde", "guilde"), ("goi", "goy"), ("gotique", "gothique"), ("guru", "gourou"),
    ("hachich", "haschisch"), ("hachisch", "haschisch"), ("hasch", "haschisch"), ("haschich", "haschisch"),
    ("houligan", "hooligan"), ("iglou", "igloo"), ("imbecilite", "imbecillite"), ("indou", "hindou"),
    ("innome", "innomme"), ("interpeler", "interpeller"), ("iourte", "yourte"), ("jerricane", "jerrican"),
    ("jerrycan", "jerrican"), ("joailler", "joaillier"), ("kakatoes", "cacatoes"), ("kayac", "kayak"),
    ("kephir", "kefir"), ("kirch", "kirsch"), ("kitch", "kitsch"), ("kolkhoz", "kolkhoze"), ("letchi", "litchi"),
    ("levreau", "levraut"), ("lichee", "litchi"), ("lote", "lotte"), ("lychee", "litchi"), ("maffia", "mafia"),
    ("maffieux", "mafieux"), ("maffioso", "mafioso"), ("magrebin", "maghrebin"), ("mameluk", "mamelouk"),
    ("mammy", "mamie"), ("mamy", "mamie"), ("marguiller", "marguillier"), ("menchevik", "menchevique"),
    ("millionieme", "millionnieme"), ("mogol", "moghol"), ("mouffette", "moufette"), ("muphti", "mufti"),
    ("naze", "nase"), ("nenufar", "nenuphar"), ("ognon", "oignon"), ("oliphant", "olifant"),
    ("ostrogot", "ostrogoth"), ("ouillere", "ouilliere"), ("pagaye", "pagaille"), ("papi", "papy"),
    ("parafe", "paraphe"), ("parafer", "parapher"), ("parafeur", "parapheur"), ("partouse", "partouze"),
    ("paye", "paie"), ("phantasme", "fantasme"), ("pharamineux", "faramineux"), ("phoenix", "phenix"),
    ("picolo", "piccolo"), ("ponch", "punch"), ("praesidium", "presidium"), ("prudhomal", "prudhommal"),
    ("prudhomie", "prudhommie"), ("quincailler", "quincaillier"), ("rapsodie", "rhapsodie"), ("relai", "relais"),
    ("rencard", "rancard"), ("resonant", "resonnant"), ("ressurgir", "resurgir"), ("romsteak", "rumsteck"),
    ("romsteck", "rumsteck"), ("rufian", "ruffian"), ("rumsteak", "rumsteck"), ("saccarine", "saccharine"),
    ("samurai", "samourai"), ("sanscrit", "sanskrit"), ("saoul", "soul"), ("saouler", "souler"), ("schah", "shah"),
    ("scheik", "cheikh"), ("schelem", "chelem"), ("serpillere", "serpilliere"), ("shaman", "chaman"),
    ("shamanisme", "chamanisme"), ("shampouiner", "shampooiner"), ("shampouineur", "shampooineur"),
    ("sheriff", "sherif"), ("siroco", "sirocco"), ("sorgo", "sorgho"), ("sotie", "sottie"), ("squirre", "squirrhe"),
    ("stupa", "stoupa"), ("surate", "sourate"), ("sutra", "soutra"), ("talweg", "thalweg"), ("tanin", "tannin"),
    ("taniser", "tanniser"), ("tartufe", "tartuffe"), ("tartuferie", "tartufferie"), ("teleferique", "telepherique"),
    ("toquade", "tocade"), ("toquard", "tocard"), ("trimbalage", "trimballage"), ("trimbalement", "trimballement"),
    ("trimbaler", "trimballer"), ("trotskisme", "trotskysme"), ("trotskiste", "trotskyste"), ("truquage", "trucage"),
    ("tzar", "tsar"), ("tzarine", "tsarine"), ("tzigane", "tsigane"), ("ukase", "oukase"), ("ulema", "oulema"),
    ("ululer", "hululer"), ("uzbek", "ouzbek"), ("valkyrie", "walkyrie"), ("ventail", "vantail"),
    ("vermout", "vermouth"), ("wisigoth", "visigoth"), ("wisigothique", "visigothique"), ("yack", "yak"),
    ("yoghi", "yogi"), ("yoghourt", "yaourt"), ("yogourt", "yaourt"), ("zieuter", "zyeuter"),
];

/// Folded lemmas of plurals and feminines that are entries of their own, each with that of its singular or masculine.
#[rustfmt::skip]
const IRREGULAR: &[(&str, &str)] = &[
    ("abbesse", "abbe"), ("addenda", "addendum"), ("andalouse", "andalou"), ("annonceure", "annonceur"),
    ("archiduchesse", "archiduc"), ("atonals", "atonal"), ("aulx", "ail"), ("australs", "austral"),
    ("basquaise", "basque"), ("bisaieux", "bisaieul"), ("bolivares", "bolivar"), ("bonshommes", "bonhomme"),
    ("boreals", "boreal"), ("caduque", "caduc"), ("chamelle", "chameau"), ("chasseresse", "chasseur"),
    ("chercheure", "chercheur"), ("chlamydiae", "chlamydia"), ("coautrice", "coauteur"), ("compagne", "compagnon"),
    ("conquistadores", "conquistador"), ("copine", "copain"), ("damoiselle", "damoiseau"), ("debiteuse", "debiteur"),
    ("decemviri", "decemvir"), ("deesse", "dieu"), ("demanderesse", "demandeur"), ("desiderata", "desideratum"),
    ("diaconesse", "diacre"), ("dogaresse", "doge"), ("duals", "dual"), ("duchesse", "duc"), ("duumviri", "duumvir"),
    ("entrepreneure", "entrepreneur"), ("errata", "erratum"), ("esquimaude", "esquimau"), ("finaux", "final"),
    ("franche", "franc"), ("franque", "franc"), ("gendarmette", "gendarme"), ("glacials", "glacial"), ("goim", "goy"),
    ("goyim", "goy"), ("heroine", "heros"), ("hotesse", "hote"), ("hypernovae", "hypernova"), ("ideals", "ideal"),
    ("impedimenta", "impedimentum"), ("imperatrice", "empereur"), ("jouvencelle", "jouvenceau"),
    ("jovials", "jovial"), ("juniore", "junior"), ("kibboutzim", "kibboutz"), ("ksour", "ksar"), ("laique", "laic"),
    ("landgravine", "landgrave"), ("leitmotive", "leitmotiv"), ("lieder", "lied"), ("louve", "loup"),
    ("mairesse", "maire"), ("mannequine", "mannequin"), ("maxima", "maximum"), ("mehara", "mehari"),
    ("messeigneurs", "monseigneur"), ("metteure", "metteur"), ("minima", "minimum"), ("moudjahidin", "moudjahid"),
    ("moudjahidine", "moudjahid"), ("muezzine", "muezzin"), ("naevi", "naevus"), ("negresse", "negre"),
    ("novae", "nova"), ("pairesse", "pair"), ("paparazzi", "paparazzo"), ("pascaux", "pascal"),
    ("pastourelle", "pastoureau"), ("pauvresse", "pauvre"), ("peintresse", "peintre"), ("pence", "penny"),
    ("quadrisaieux", "quadrisaieul"), ("quanta", "quantum"), ("quetzales", "quetzal"), ("reviseure", "reviseur"),
    ("rigolote", "rigolo"), ("ripoux", "ripou"), ("sauvagesse", "sauvage"), ("sculpteure", "sculpteur"),
    ("seigneuresse", "seigneur"), ("speakerine", "speaker"), ("suissesse", "suisse"), ("supernovae", "supernova"),
    ("superviseure", "superviseur"), ("syllabi", "syllabus"), ("tierce", "tiers"), ("touaregue", "touareg"),
    ("traitresse", "traitre"), ("tripoux", "tripou"), ("trisaieux", "trisaieul"), ("tsarine", "tsar"),
    ("typesse", "type"), ("venderesse", "vendeur"),
];

/// Letters that a lemma must have for a rule of [`ENDINGS`]: `cote` is no `cotte`, `hote` no `hotte`.
pub(crate) const SHORTEST: usize = 5;

/// Endings of one spelling, most of them of 1990, and of the one that stands for both.
#[rustfmt::skip]
pub(crate) const ENDINGS: &[(&str, &str)] = &[
    // è and one consonant, or two consonants: `ruissèlement`, `cliquètement`, `dentelière`.
    ("element", "ellement"), ("etement", "ettement"), ("elier", "ellier"), ("etier", "ettier"), ("etage", "ettage"),
    ("eterie", "etterie"),
    // `balloter`, `fumerole`
    ("oter", "otter"), ("otage", "ottage"), ("otement", "ottement"), ("otant", "ottant"), ("otis", "ottis"),
    ("oterie", "otterie"), ("otier", "ottier"), ("otine", "ottine"), ("ote", "otte"), ("ole", "olle"),
    // `rationnaliser`, `surseoir`, `payement`, `leadeur`
    ("onalite", "onnalite"), ("onalisme", "onnalisme"), ("onaliste", "onnaliste"), ("onalisation", "onnalisation"),
    ("oir", "eoir"), ("ayement", "aiement"),
    ("bikeur", "biker"), ("bookmakeur", "bookmaker"), ("bootleggeur", "bootlegger"), ("bulldozeur", "bulldozer"),
    ("challengeur", "challenger"), ("clubbeur", "clubber"), ("crooneur", "crooner"), ("cutteur", "cutter"),
    ("drummeur", "drummer"), ("feedeur", "feeder"), ("footballeur", "footballer"), ("freezeur", "freezer"),
    ("gameur", "gamer"), ("hackeur", "hacker"), ("hurdleur", "hurdler"), ("leadeur", "leader"), ("lineur", "liner"),
    ("loadeur", "loader"), ("loseur", "loser"), ("outsideur", "outsider"), ("packageur", "packager"),
    ("rockeur", "rocker"), ("rolleur", "roller"), ("sampleur", "sampler"), ("shakeur", "shaker"),
    ("skippeur", "skipper"), ("snipeur", "sniper"), ("speakeur", "speaker"), ("stayeur", "stayer"),
    ("sweateur", "sweater"), ("tradeur", "trader"), ("trekkeur", "trekker"),
];

/// Beginnings of one spelling and of the one that stands for both.
#[rustfmt::skip]
pub(crate) const BEGINNINGS: &[(&str, &str)] = &[
    ("boursouffl", "boursoufl"), ("persiffl", "persifl"), ("charriot", "chariot"), ("estr", "oestr"), ("coelio", "celio"),
    ("phlegm", "flegm"), ("kleptoman", "cleptoman"), ("snif", "sniff"),
];

/// Terms that are related to each other, though no rule finds them.
pub(crate) const RELATED: &[(&str, &str)] = &[("serviteur", "servant")];

/// Terms of which the second is only by accident a form of the first, or a much commoner word; `*` for any.
#[rustfmt::skip]
pub(crate) const UNRELATED: &[(&str, &str)] = &[
    ("etre", "*"), ("avoir", "*"), ("aller", "*"), ("tistre", "*"), ("poindre", "*"), ("traire", "*"), ("retraire", "*"),
    ("issir", "*"), ("tapir", "*"), ("fuir", "*"), ("ouir", "*"), ("regir", "regie"), ("agonir", "agonie"),
    ("elegir", "*"), ("meprendre", "mepris"), ("bis", "bise"), ("malais", "malaise"), ("martyr", "martyre"),
    ("retrait", "retraite"), ("aigret", "aigrette"), ("quart", "quarte"), ("quint", "quinte"), ("rat", "rate"),
    ("mur", "mure"), ("croire", "crue"), ("hair", "haie"), ("pers", "perse"), ("tors", "torse"), ("avenu", "avenue"),
];

/// The spelling, or the singular or masculine, that stands for `lemma`.
pub(crate) fn variant(lemma: &str) -> Option<&'static str> {
    SPELLINGS.iter().chain(IRREGULAR).find(|(other, _)| *other == lemma).map(|(_, one)| *one)
}

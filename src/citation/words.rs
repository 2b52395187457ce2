//! The words that the grammar of names, attributions and media knows. Lists of this length are set in lines, not in columns,
//! so this file is not reformatted.

use super::list::WordList;

/// Words that begin an aside, never a source: `(see ...)`, `(born May 5, 1950)`, `(As of May 2020)`.
pub(super) static ASIDES: WordList<40> = WordList::new([
    "a", "about", "after", "aka", "also", "and", "around", "as", "at", "before", "between", "born", "both", "but", "by", "cf",
    "died", "during", "for", "formerly", "founded", "from", "he", "however", "in", "including", "it", "not", "on", "or",
    "she", "since", "they", "this", "to", "until", "which", "who", "with", "see",
]);

/// Small words inside names, of English and of the languages whose papers are cited by their own names.
pub(super) static PARTICLES: WordList<38> = WordList::new([
    "of", "the", "and", "for", "in", "on", "to", "at", "de", "del", "della", "di", "da", "do", "dos", "des", "du", "la", "le",
    "les", "el", "al", "ul", "en", "e", "y", "et", "der", "die", "das", "und", "von", "an", "i", "w", "aan", "het", "van",
]);

/// Particles that may begin a name in lower case.
pub(super) static OPENING_PARTICLES: WordList<8> = WordList::new(["the", "al", "el", "la", "le", "de", "der", "die"]);

/// Common nouns that follow a name: `Kyodo news`, `Pentagon press release`.
pub(super) static NOUNS_IN_NAMES: WordList<44> = WordList::new([
    "agency", "bulletin", "blog", "briefing", "broadcast", "channel", "daily", "editorial", "edition", "fact", "interview",
    "journal", "magazine", "media", "network", "news", "newscast", "newsletter", "newspaper", "newswire", "online", "op-ed",
    "paper", "podcast", "portal", "press", "radio", "release", "report", "review", "service", "sheet", "site", "statement",
    "station", "television", "transcript", "tv", "video", "web", "website", "weekly", "wire", "world",
]);

/// Last labels of the domains under which news sites are cited.
pub(super) static TOP_LEVEL: WordList<90> = WordList::new([
    "ae", "af", "al", "am", "ar", "at", "az", "ba", "bd", "be", "bg", "biz", "br", "by", "ca", "ch", "cl", "cn", "co", "com", "cz",
    "de", "dk", "ee", "eg", "es", "eu", "fi", "fm", "fr", "ge", "gr", "hk", "hu", "id", "ie", "il", "in", "info", "int", "iq",
    "ir", "it", "jo", "jp", "ke", "kg", "kr", "kz", "lb", "lk", "lt", "lv", "md", "media", "mn", "mx", "my", "net", "news",
    "ng", "nl", "no", "np", "nz", "org", "ph", "pk", "pl", "pt", "ro", "rs", "ru", "su", "tj", "tr", "tv", "ua",
    "uk", "us", "uz", "vn", "za", "tw", "sy", "ye", "sk", "si", "se", "sg",
]);

/// Nouns and adjectives that introduce an outlet and are no part of its name.
pub(super) static INTRODUCTIONS: WordList<41> = WordList::new([
    "the", "a", "an", "official", "officially", "state", "independent", "newspaper", "news", "agency", "daily", "magazine",
    "website", "site", "broadcaster", "channel", "business", "weekly", "paper", "radio", "television", "tv", "station", "network",
    "portal", "outlet", "wire", "service", "tabloid", "leading", "local", "opposition", "liberal", "national", "private", "online",
    "popular", "financial", "journal", "online-only", "party",
]);

/// What compound adjectives end in behind their hyphen: `state-run`, `Beijing-controlled`, `London-based`.
pub(super) static COMPOUNDS: WordList<10> = WordList::new([
    "run", "owned", "controlled", "based", "backed", "language", "funded", "linked", "affiliated", "circulation",
]);

/// Nouns behind a name: `DPA news agency`, and the `report` of `a Reuters report says`.
pub(super) static NOUNS_BEHIND_NAMES: WordList<31> = WordList::new([
    "news", "agency", "newspaper", "website", "site", "web", "daily", "weekly", "magazine", "radio", "television", "tv", "channel",
    "broadcaster", "network", "portal", "service", "wire", "online", "journal", "report", "article", "story", "dispatch",
    "investigation", "analysis", "commentary", "editorial", "documentary", "poll", "survey",
]);

/// What may stand between a name and its verb.
pub(super) static ADVERBS: WordList<19> = WordList::new([
    "also", "further", "later", "recently", "meanwhile", "earlier", "separately", "first", "since", "now", "additionally",
    "subsequently", "similarly", "however", "likewise", "previously", "again", "has", "have",
]);

/// Verbs of a source, in the forms that follow its name.
pub(super) static VERBS: WordList<78> = WordList::new([
    "reports", "reported", "report", "says", "said", "say", "writes", "wrote", "write", "written", "notes", "noted", "note", "adds",
    "added", "claims", "claimed", "observes", "observed", "comments", "commented", "publishes", "published", "states", "stated",
    "reveals", "revealed", "discloses", "disclosed", "explains", "explained", "warns", "warned", "concludes", "concluded", "relates",
    "related", "recounts", "recounted", "details", "detailed", "alleges", "alleged", "argues", "argued", "confirms", "confirmed",
    "describes", "described", "maintains", "maintained", "opines", "opined", "predicts", "predicted", "estimates", "estimated",
    "quotes", "quoted", "cites", "cited", "cite", "points", "pointed", "indicates", "indicated", "suggests", "suggested", "asserts",
    "asserted", "learned", "editorialized", "editorialised", "speculates", "speculated", "cautions", "cautioned", "characterizes",
]);

/// Verbs that stand before the name as well, when the name ends its clause: `..., reports Reuters.`
pub(super) static INVERTED: WordList<17> = WordList::new([
    "reports", "reported", "report", "says", "said", "writes", "wrote", "notes", "noted", "adds", "added", "observes", "observed",
    "claims", "comments", "explains", "warns",
]);

/// Words that take the outlet as their object.
pub(super) static DIRECT: WordList<10> = WordList::new(["told", "tells", "telling", "citing", "quoting", "cites", "cited", "quotes", "quoted", "per"]);

/// A preposition and the words that, before it, make what follows a source.
pub(super) const PHRASES: [(&str, &[&str]); 10] = [
    ("to", &["according", "spoke", "spoken", "speaking", "talking", "talked", "interview", "interviews", "statement", "remarks",
        "comments", "disclosed", "confirmed", "explained", "said", "admitted", "revealed"]),
    ("by", &["carried", "quoted", "cited", "reported", "published", "relayed", "conveyed", "broadcast", "aired", "seen", "obtained",
        "reviewed", "viewed", "released", "posted", "report", "reports", "reporting", "analysis", "survey", "poll", "investigation",
        "interviewed", "verified"]),
    ("in", &["published", "article", "articles", "wrote", "writing", "writes", "op-ed", "editorial", "interview", "reported", "report",
        "reports", "column", "appeared", "appearing", "appears", "commentary", "quoted", "cited", "essay", "piece", "carried"]),
    ("with", &["interview", "interviews", "spoke", "speaking", "conversation", "talking", "talked"]),
    ("through", &["relayed", "carried", "conveyed", "reported", "passed", "words"]),
    ("via", &["relayed", "carried", "conveyed", "reported", "passed", "words"]),
    ("of", &["view", "words", "opinion", "account", "judgment", "judgement", "assessment", "telling", "reckoning"]),
    ("from", &["report", "reports", "reporting", "dispatch", "dispatches"]),
    ("on", &["appeared", "appearing", "interview", "aired", "broadcast", "speaking"]),
    ("for", &["article", "writing", "column", "essay", "piece"]),
];

/// Words by which a name shows that it is a medium. `Agency` alone is not one: it is `News` or `Press` that makes it so.
pub(super) static MEDIA_WORDS: WordList<62> = WordList::new([
    "news", "times", "daily", "post", "radio", "tv", "television", "journal", "gazette", "herald", "tribune", "press", "mail",
    "express", "today", "weekly", "review", "observer", "chronicle", "standard", "telegraph", "guardian", "monitor", "mirror",
    "courier", "gazeta", "gazete", "gazetesi", "izvestia", "pravda", "vremya", "vesti", "novosti", "zeitung", "presse",
    "broadcasting", "channel", "newspaper", "magazine", "wire", "newswire", "media", "online", "ilbo", "shimbun", "ribao", "sun",
    "star", "globe", "inquirer", "examiner", "bulletin", "dispatch", "sentinel", "register", "advertiser", "voice", "argus",
    "independent", "kanal", "haber", "diario",
]);

/// Capitalised words that say no more than a medium's kind; a name needs another word.
pub(super) static GENERIC: WordList<14> = WordList::new([
    "state", "local", "national", "official", "foreign", "international", "social", "mass", "several", "western", "domestic",
    "other", "recent", "some",
]);

/// Words with which a sentence begins before the name does.
pub(super) static OPENINGS: WordList<30> = WordList::new([
    "on", "in", "the", "a", "an", "but", "and", "as", "meanwhile", "separately", "however", "according", "for", "at", "from",
    "also", "when", "while", "after", "before", "yet", "still", "now", "if", "this", "that", "these", "those", "last", "since",
]);

/// Small words inside the name of an unknown medium; fewer than in brackets, where a comma ends the name.
pub(super) static PARTICLES_IN_PROSE: WordList<5> = WordList::new(["of", "the", "de", "al", "el"]);

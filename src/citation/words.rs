//! The words that the grammar of names, attributions and media knows. Lists of this length are set in lines, not in columns,
//! so this file is not reformatted.

/// Words that begin an aside, never a source: `(see ...)`, `(born May 5, 1950)`, `(As of May 2020)`.
pub(super) const ASIDES: [&str; 40] = [
    "a", "about", "after", "aka", "also", "and", "around", "as", "at", "before", "between", "born", "both", "but", "by", "cf",
    "died", "during", "for", "formerly", "founded", "from", "he", "however", "in", "including", "it", "not", "on", "or",
    "she", "since", "they", "this", "to", "until", "which", "who", "with", "see",
];

/// Small words inside names, of English and of the languages whose papers are cited by their own names.
pub(super) const PARTICLES: [&str; 38] = [
    "of", "the", "and", "for", "in", "on", "to", "at", "de", "del", "della", "di", "da", "do", "dos", "des", "du", "la", "le",
    "les", "el", "al", "ul", "en", "e", "y", "et", "der", "die", "das", "und", "von", "an", "i", "w", "aan", "het", "van",
];

/// Particles that may begin a name in lower case.
pub(super) const OPENING_PARTICLES: [&str; 8] = ["the", "al", "el", "la", "le", "de", "der", "die"];

/// Common nouns that follow a name: `Kyodo news`, `Pentagon press release`.
pub(super) const NOUNS_IN_NAMES: [&str; 44] = [
    "agency", "bulletin", "blog", "briefing", "broadcast", "channel", "daily", "editorial", "edition", "fact", "interview",
    "journal", "magazine", "media", "network", "news", "newscast", "newsletter", "newspaper", "newswire", "online", "op-ed",
    "paper", "podcast", "portal", "press", "radio", "release", "report", "review", "service", "sheet", "site", "statement",
    "station", "television", "transcript", "tv", "video", "web", "website", "weekly", "wire", "world",
];

/// Last labels of the domains under which news sites are cited.
pub(super) const TOP_LEVEL: [&str; 90] = [
    "ae", "af", "al", "am", "ar", "at", "az", "ba", "bd", "be", "bg", "biz", "br", "by", "ca", "ch", "cl", "cn", "co", "com", "cz",
    "de", "dk", "ee", "eg", "es", "eu", "fi", "fm", "fr", "ge", "gr", "hk", "hu", "id", "ie", "il", "in", "info", "int", "iq",
    "ir", "it", "jo", "jp", "ke", "kg", "kr", "kz", "lb", "lk", "lt", "lv", "md", "media", "mn", "mx", "my", "net", "news",
    "ng", "nl", "no", "np", "nz", "org", "ph", "pk", "pl", "pt", "ro", "rs", "ru", "su", "tj", "tr", "tv", "ua",
    "uk", "us", "uz", "vn", "za", "tw", "sy", "ye", "sk", "si", "se", "sg",
];

/// Nouns and adjectives that introduce an outlet and are no part of its name.
pub(super) const INTRODUCTIONS: [&str; 41] = [
    "the", "a", "an", "official", "officially", "state", "independent", "newspaper", "news", "agency", "daily", "magazine",
    "website", "site", "broadcaster", "channel", "business", "weekly", "paper", "radio", "television", "tv", "station", "network",
    "portal", "outlet", "wire", "service", "tabloid", "leading", "local", "opposition", "liberal", "national", "private", "online",
    "popular", "financial", "journal", "online-only", "party",
];

/// Endings of compound adjectives: `state-run`, `Beijing-controlled`, `London-based`.
pub(super) const COMPOUNDS: [&str; 10] =
    ["-run", "-owned", "-controlled", "-based", "-backed", "-language", "-funded", "-linked", "-affiliated", "-circulation"];

/// Nouns behind a name: `DPA news agency`, and the `report` of `a Reuters report says`.
pub(super) const NOUNS_BEHIND_NAMES: [&str; 31] = [
    "news", "agency", "newspaper", "website", "site", "web", "daily", "weekly", "magazine", "radio", "television", "tv", "channel",
    "broadcaster", "network", "portal", "service", "wire", "online", "journal", "report", "article", "story", "dispatch",
    "investigation", "analysis", "commentary", "editorial", "documentary", "poll", "survey",
];

/// What may stand between a name and its verb.
pub(super) const ADVERBS: [&str; 19] = [
    "also", "further", "later", "recently", "meanwhile", "earlier", "separately", "first", "since", "now", "additionally",
    "subsequently", "similarly", "however", "likewise", "previously", "again", "has", "have",
];

/// Verbs of a source, in the forms that follow its name.
pub(super) const VERBS: [&str; 78] = [
    "reports", "reported", "report", "says", "said", "say", "writes", "wrote", "write", "written", "notes", "noted", "note", "adds",
    "added", "claims", "claimed", "observes", "observed", "comments", "commented", "publishes", "published", "states", "stated",
    "reveals", "revealed", "discloses", "disclosed", "explains", "explained", "warns", "warned", "concludes", "concluded", "relates",
    "related", "recounts", "recounted", "details", "detailed", "alleges", "alleged", "argues", "argued", "confirms", "confirmed",
    "describes", "described", "maintains", "maintained", "opines", "opined", "predicts", "predicted", "estimates", "estimated",
    "quotes", "quoted", "cites", "cited", "cite", "points", "pointed", "indicates", "indicated", "suggests", "suggested", "asserts",
    "asserted", "learned", "editorialized", "editorialised", "speculates", "speculated", "cautions", "cautioned", "characterizes",
];

/// Verbs that stand before the name as well, when the name ends its clause: `..., reports Reuters.`
pub(super) const INVERTED: [&str; 17] = [
    "reports", "reported", "report", "says", "said", "writes", "wrote", "notes", "noted", "adds", "added", "observes", "observed",
    "claims", "comments", "explains", "warns",
];

/// Words that take the outlet as their object.
pub(super) const DIRECT: [&str; 10] = ["told", "tells", "telling", "citing", "quoting", "cites", "cited", "quotes", "quoted", "per"];

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
pub(super) const MEDIA_WORDS: [&str; 62] = [
    "news", "times", "daily", "post", "radio", "tv", "television", "journal", "gazette", "herald", "tribune", "press", "mail",
    "express", "today", "weekly", "review", "observer", "chronicle", "standard", "telegraph", "guardian", "monitor", "mirror",
    "courier", "gazeta", "gazete", "gazetesi", "izvestia", "pravda", "vremya", "vesti", "novosti", "zeitung", "presse",
    "broadcasting", "channel", "newspaper", "magazine", "wire", "newswire", "media", "online", "ilbo", "shimbun", "ribao", "sun",
    "star", "globe", "inquirer", "examiner", "bulletin", "dispatch", "sentinel", "register", "advertiser", "voice", "argus",
    "independent", "kanal", "haber", "diario",
];

/// Capitalised words that say no more than a medium's kind; a name needs another word.
pub(super) const GENERIC: [&str; 14] = [
    "state", "local", "national", "official", "foreign", "international", "social", "mass", "several", "western", "domestic",
    "other", "recent", "some",
];

/// Words with which a sentence begins before the name does.
pub(super) const OPENINGS: [&str; 30] = [
    "on", "in", "the", "a", "an", "but", "and", "as", "meanwhile", "separately", "however", "according", "for", "at", "from",
    "also", "when", "while", "after", "before", "yet", "still", "now", "if", "this", "that", "these", "those", "last", "since",
];

/// Small words inside the name of an unknown medium; fewer than in brackets, where a comma ends the name.
pub(super) const PARTICLES_IN_PROSE: [&str; 5] = ["of", "the", "de", "al", "el"];

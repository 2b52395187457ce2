//! The attributes of one tag, as far as they say anything about its text.

/// Values longer than this are no address and no name.
const LONGEST: usize = 8 * 1024;

#[derive(Debug, Default)]
pub(super) struct Attributes {
    current: Option<Name>,
    values: Vec<(Name, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Class,
    Content,
    Datetime,
    Hidden,
    Href,
    Id,
    Itemprop,
    Named,
    Property,
    Role,
    Start,
    Style,
    Type,
}

impl Attributes {
    pub(super) fn clear(&mut self) {
        self.current = None;
        self.values.clear();
    }

    /// An attribute begins. Of two with one name the first holds.
    pub(super) fn name(&mut self, name: &[u8]) {
        let known = match name {
            b"class" => Name::Class,
            b"content" => Name::Content,
            b"datetime" => Name::Datetime,
            b"hidden" => Name::Hidden,
            b"href" => Name::Href,
            b"id" => Name::Id,
            b"itemprop" => Name::Itemprop,
            b"name" => Name::Named,
            b"property" => Name::Property,
            b"role" => Name::Role,
            b"start" => Name::Start,
            b"style" => Name::Style,
            b"type" => Name::Type,
            _ => {
                self.current = None;
                return;
            }
        };
        self.current = self.get(known).is_none().then_some(known);
        if self.current.is_some() {
            self.values.push((known, String::new()));
        }
    }

    pub(super) fn value(&mut self, value: &[u8]) {
        if let (Some(_), Some((_, slot))) = (self.current.take(), self.values.last_mut())
            && value.len() <= LONGEST
        {
            *slot = String::from_utf8_lossy(value).into_owned();
        }
    }

    pub(super) fn get(&self, name: Name) -> Option<&str> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The address of a link, if it is one that can be cited: not a script, a mail address or a place in the page itself.
    pub(super) fn address(&self) -> Option<String> {
        let address: String = self.get(Name::Href)?.chars().filter(|c| !c.is_control()).collect();
        let address = address.trim();
        let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
            scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) && !scheme.is_empty()
        });
        let known = |scheme: &str| ["http", "https", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        let cited = !address.is_empty() && !address.starts_with('#') && scheme.is_none_or(known);
        cited.then(|| address.to_owned())
    }

    /// Whether the element is made to be unseen.
    pub(super) fn hidden(&self) -> bool {
        let style: String =
            self.get(Name::Style).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).take(400).collect();
        let style = style.to_ascii_lowercase();
        self.get(Name::Hidden).is_some_and(|value| value != "until-found")
            || ["display:none", "visibility:hidden", "mso-hide:all"].iter().any(|unseen| style.contains(unseen))
    }

    /// Whether the role, class or id says that this is the furniture of the page.
    pub(super) fn furniture(&self) -> bool {
        const ROLES: &[&str] =
            &["navigation", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar", "dialog"];
        const NAMES: &[&str] = &[
            "nav",
            "navbar",
            "navigation",
            "navigation-menu",
            "main-nav",
            "main-menu",
            "menu",
            "topnav",
            "topmenu",
            "subnav",
            "breadcrumb",
            "breadcrumbs",
            "footer",
            "page-footer",
            "site-footer",
            "sidebar",
            "side-bar",
            "skip-link",
            "skip-links",
            "skiplink",
            "share",
            "share-buttons",
            "social",
            "social-links",
            "social-media",
            "cookie-banner",
            "cookie-notice",
            "cookies",
            "newsletter-signup",
            "pagination",
            "pager",
            "toolbar",
            "wm-ipp-base",
            "wm-ipp",
            "related-posts",
            "print-link",
            "mw-navigation",
            "mw-panel",
            "siteSub",
            "catlinks",
            "printfooter",
            "mw-editsection",
        ];
        let says = |name| self.get(name).unwrap_or_default().split_ascii_whitespace().take(32);
        says(Name::Role).any(|role| ROLES.iter().any(|known| role.eq_ignore_ascii_case(known)))
            || says(Name::Class)
                .chain(says(Name::Id))
                .any(|name| NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)))
    }
}

//! Whether a post may do something, and why not.

use standards::Text;

use super::{About, Area, Permission, PermittedAction};
use crate::model::City;
use crate::people::Post;

/// Divisions and units that stand above each other at most.
const DEPTH_MAX: usize = 32;
/// Reasons that are told at most.
const REASONS_MAX: usize = 5;

/// What somebody wants to do something with.
#[derive(Clone, Copy, Debug, Default)]
pub struct What<'a> {
    /// Id of the register or the procedure.
    pub kind: Option<&'a str>,
    /// Id of the division in which it lies; `None` when it lies nowhere or that is not known.
    pub division: Option<&'a str>,
    /// Id of the unit whose it is; `None` when it is nobody's or that is not known.
    pub unit: Option<&'a str>,
    /// Whether it is private.
    pub private: bool,
    /// Whether the matter itself names the post, beyond the procedure.
    pub named: bool,
}

/// That somebody may not do something, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What was to be done.
    pub action: PermittedAction,
    /// In which post.
    pub post: String,
    /// Why each permission for it does not cover this; empty when there is none.
    pub reasons: Vec<Text>,
}

impl Refused {
    /// The refusal in both languages.
    pub fn says(&self) -> Text {
        let (name, post) = (self.action.name(), &self.post);
        let joined = |words: fn(&Text) -> &str, sign: &str| {
            let told: Vec<&str> = self.reasons.iter().map(words).collect();
            told.join(sign)
        };
        if self.reasons.is_empty() {
            return Text::new(
                format!("岗位“{post}”不能{}：permissions.toml 没有授权这个操作", name.zh),
                format!(
                    "the post `{post}` may not {}: permissions.toml permits it to nobody",
                    name.en
                ),
            );
        }
        Text::new(
            format!("岗位“{post}”不能{}：{}", name.zh, joined(|text| &text.zh, "；")),
            format!(
                "the post `{post}` may not {}: {}",
                name.en,
                joined(|text| &text.en, "; ")
            ),
        )
    }
}

impl City {
    /// Whether somebody in `post` may do `action` with `what`.
    ///
    /// # Errors
    /// The refusal with its reasons. Without a permission everything is refused but reading what is public.
    pub fn permits(&self, post: &str, action: PermittedAction, what: &What<'_>) -> Result<(), Refused> {
        if !action.is_closed() && !what.private {
            return Ok(());
        }
        let mut reasons = Vec::new();
        for permission in self.permissions.iter().filter(|each| each.actions.contains(&action)) {
            match self.covers(permission, post, action, what) {
                Ok(()) => return Ok(()),
                Err(reason) if reasons.len() < REASONS_MAX && !reasons.contains(&reason) => reasons.push(reason),
                Err(_) => {}
            }
        }
        Err(Refused {
            action,
            post: post.to_owned(),
            reasons,
        })
    }

    fn covers(&self, permission: &Permission, id: &str, action: PermittedAction, what: &What<'_>) -> Result<(), Text> {
        let post = self.post(id);
        if !permission.everybody && !post.is_some_and(|post| self.is_for(permission, post, action, what)) {
            return Err(Text::new("授权给了别的岗位", "it is permitted to other posts"));
        }
        let kinds = match action.about() {
            About::Register => &permission.registers,
            About::Procedure => &permission.procedures,
            About::Program => &Vec::new(),
        };
        if !kinds.is_empty() && !kinds.iter().any(|kind| Some(kind.as_str()) == what.kind) {
            return Err(Text::new(
                format!("只授权用于 {}", kinds.join("、")),
                format!("it is permitted only for {}", kinds.join(", ")),
            ));
        }
        if what.private && !permission.private {
            return Err(Text::new("不含不公开的内容", "what is private is not among it"));
        }
        self.reaches(permission.area, post, what)
    }

    /// Whether the permission is for this post.
    fn is_for(&self, permission: &Permission, post: &Post, action: PermittedAction, what: &What<'_>) -> bool {
        permission.posts.contains(&post.id)
            || permission.roles.iter().any(|role| self.plays(post, role))
            || (permission.named && (what.named || self.is_named(post, action, what.kind)))
    }

    /// Whether a post plays a role, by its own words or those of a procedure.
    fn plays(&self, post: &Post, role: &str) -> bool {
        let roles = self.procedures.iter().flat_map(|machine| &machine.roles);
        post.roles.iter().any(|own| own == role)
            || roles
                .filter(|each| each.id == role)
                .any(|each| each.posts.contains(&post.id))
    }

    /// Whether the register or the procedure names the post.
    fn is_named(&self, post: &Post, action: PermittedAction, kind: Option<&str>) -> bool {
        let Some(kind) = kind else {
            return false;
        };
        match action.about() {
            About::Register => self
                .register(kind)
                .is_some_and(|register| register.writes.contains(&post.id)),
            About::Procedure => self.procedure(kind).is_some_and(|machine| {
                let mut roles = machine.roles.iter();
                roles.any(|role| role.posts.contains(&post.id) || post.roles.contains(&role.id))
            }),
            About::Program => false,
        }
    }

    /// Whether what somebody wants lies in the area of their post. What lies nowhere is reached by the whole city alone.
    fn reaches(&self, area: Area, post: Option<&Post>, what: &What<'_>) -> Result<(), Text> {
        let unit = post.and_then(|post| self.unit(post.unit.as_deref()?));
        let (own, asked) = match area {
            Area::City => return Ok(()),
            Area::Division => (unit.and_then(|unit| unit.division.as_deref()), what.division),
            Area::Unit => (unit.map(|unit| unit.id.as_str()), what.unit),
        };
        let (Some(own), Some(asked)) = (own, asked) else {
            return Err(Text::new(
                format!("只授权到{}，而岗位或对象属于哪里不清楚", area.name().zh),
                format!(
                    "it is permitted for {}, and where the post or the thing belongs is not known",
                    area.name().en
                ),
            ));
        };
        let above = |id: &str| match area {
            Area::Unit => self.unit(id).and_then(|unit| unit.parent.clone()),
            Area::City | Area::Division => self.place(id).and_then(|place| place.parent.clone()),
        };
        let mut up = std::iter::successors(Some(asked.to_owned()), |id| above(id));
        match up.by_ref().take(DEPTH_MAX).any(|id| id == own) {
            true => Ok(()),
            false => Err(Text::new(
                format!("只授权到{}（{own}），这里是 {asked}", area.name().zh),
                format!("it is permitted for {} ({own}), and this is {asked}", area.name().en),
            )),
        }
    }
}

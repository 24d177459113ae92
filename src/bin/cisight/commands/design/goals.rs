//! What is wanted in which condition.

use std::cmp::Ordering;
use std::str::FromStr;

use anyhow::{Result, bail};
use cisight::attribution::{Design, DesignJob, Goal};

/// Goals by condition.
#[derive(Debug, clap::Args)]
pub struct GoalArgs {
    /// A condition in which the response is to rise (may be given several times)
    #[arg(long, value_name = "NAME")]
    raise: Vec<String>,
    /// A condition in which it is to fall
    #[arg(long, value_name = "NAME")]
    lower: Vec<String>,
    /// A condition in which it is to stay: each unit away costs as much as a unit gained brings
    #[arg(long, value_name = "NAME")]
    keep: Vec<String>,
    /// A condition in which it is to reach a value, such as heat=2.5, or a range, such as heat=2..3: each unit
    /// away costs as much as a unit gained brings
    #[arg(long, value_name = "NAME=VALUE|LOW..HIGH", allow_hyphen_values = true)]
    reach: Vec<Target>,
    /// How much a unit counts in a condition, such as heat=2; 1 where absent
    #[arg(long, value_name = "NAME=WEIGHT")]
    weight: Vec<Weight>,
}

/// A value or a range for a condition.
#[derive(Debug, Clone)]
struct Target {
    name: String,
    low: f32,
    high: f32,
}

/// How much a condition counts.
#[derive(Debug, Clone)]
struct Weight {
    name: String,
    weight: f32,
}

fn number(text: &str) -> Option<f32> {
    text.trim().parse().ok().filter(|value: &f32| value.is_finite())
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A name may hold an equals sign; a number may not.
        let parsed = text.rsplit_once('=').and_then(|(name, value)| {
            let (low, high) = value.split_once("..").unwrap_or((value, value));
            Some(Self { name: name.to_owned(), low: number(low)?, high: number(high)? })
        });
        match parsed {
            Some(target) if !target.name.is_empty() && target.low <= target.high => Ok(target),
            _ => Err("write the condition, =, and a value or a range with the lower end first, such as heat=2.5 or heat=2..3".to_owned()),
        }
    }
}

impl FromStr for Weight {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.rsplit_once('=').and_then(|(name, weight)| Some((name, number(weight)?)));
        match parsed {
            Some((name, weight)) if weight > 0.0 => Ok(Self { name: name.to_owned(), weight }),
            _ => Err("write the condition, =, and a number above 0, such as heat=2".to_owned()),
        }
    }
}

impl GoalArgs {
    /// A goal for each column of the map.
    pub fn of(&self, names: &[String]) -> Result<Vec<Goal>> {
        let mut goals = vec![Goal::Ignore; names.len()];
        let place = |name: &str| match names.iter().position(|known| known == name) {
            Some(at) => Ok(at),
            None => bail!("there is no condition \"{name}\"; the table has: {}", names.join(", ")),
        };
        let mut weights = vec![None; names.len()];
        for Weight { name, weight } in &self.weight {
            if weights[place(name)?].replace(*weight).is_some() {
                bail!("condition \"{name}\" has two weights; give it one");
            }
        }
        let simple =
            [(&self.raise, Goal::Raise as fn(f32) -> Goal), (&self.lower, Goal::Lower), (&self.keep, Goal::Keep)];
        let simple = simple.into_iter().flat_map(|(names, goal)| names.iter().map(move |name| (name, goal)));
        let mut wanted: Vec<(&String, Goal)> = simple.map(|(name, goal)| (name, goal(1.0))).collect();
        let reach = |target: &Target| Goal::Reach { low: target.low, high: target.high, weight: 1.0 };
        wanted.extend(self.reach.iter().map(|target| (&target.name, reach(target))));
        for (name, goal) in wanted {
            let at = place(name)?;
            if goals[at] != Goal::Ignore {
                bail!("condition \"{name}\" is named twice; give it one of --raise, --lower, --keep and --reach");
            }
            goals[at] = goal;
        }
        if !goals.iter().any(|goal| goal.is_aim()) {
            // A model without TFs has one response: raising it needs no name.
            let [goal] = goals.as_mut_slice() else {
                bail!(
                    "nothing to design for: name a condition with --raise or --lower, or give it a value with --reach"
                );
            };
            *goal = Goal::Raise(1.0);
        }
        for ((goal, weight), name) in goals.iter_mut().zip(weights).zip(names) {
            let Some(weight) = weight else { continue };
            match goal {
                Goal::Raise(own) | Goal::Lower(own) | Goal::Keep(own) | Goal::Reach { weight: own, .. } => {
                    *own = weight;
                }
                Goal::Ignore => bail!(
                    "condition \"{name}\" has a weight and no goal; give it one of --raise, --lower, --keep and --reach"
                ),
            }
        }
        Ok(goals)
    }
}

/// The conditions whose goal a design misses, and how.
pub fn missed<'a>(job: &DesignJob, design: &Design, goals: &[Goal], names: &'a [String]) -> Vec<(&'a str, String)> {
    let mut all = Vec::new();
    for (at, name) in names.iter().enumerate().filter(|(at, _)| design.missed.get(*at) == Some(&true)) {
        let (start, response) = (job.start()[at], design.responses[at]);
        let is_natural = design.start == job.natural();
        let found = match (start.total_cmp(&response), is_natural) {
            (Ordering::Equal, _) => "stays as it is",
            (Ordering::Less, true) => "rises",
            (Ordering::Greater, true) => "falls",
            (Ordering::Less, false) => "is higher than in the natural promoter",
            (Ordering::Greater, false) => "is lower than in the natural promoter",
        };
        let wanted = match goals[at] {
            Goal::Lower(_) => format!("was to be lowered but {found}"),
            Goal::Reach { low, high, .. } if low == high => format!("was to reach {low} and {found}"),
            Goal::Reach { low, high, .. } => format!("was to reach {low} to {high} and {found}"),
            _ => format!("was to be raised but {found}"),
        };
        all.push((name.as_str(), format!("{wanted} ({start:.4} to {response:.4})")));
    }
    all
}

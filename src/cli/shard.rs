//! `--shard`: which share of the clients this process takes, as it was told or as the scheduler that
//! runs it says.

use super::Failure;
use crate::shard::{Shard, ShardFault};
use std::str::FromStr;

/// `--shard` as the user writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShardArg {
    /// What the scheduler's variables say.
    Auto,
    /// This one.
    Of(Shard),
}

impl FromStr for ShardArg {
    type Err = ShardFault;

    fn from_str(text: &str) -> Result<Self, ShardFault> {
        if text == "auto" { Ok(Self::Auto) } else { text.parse().map(Self::Of) }
    }
}

/// A scheduler that starts the same command several times and numbers the runs.
struct Scheduler {
    name: &'static str,
    /// The variable with the number of this run, which tells that the scheduler is there.
    index: &'static str,
    first: First,
    /// The variable with how many runs there are.
    count: &'static str,
    /// How it comes to be set.
    mend: &'static str,
}

/// The number of the first run.
enum First {
    Is(u32),
    /// A variable says it, another how far the numbers are apart.
    In(&'static str, &'static str),
}

const SCHEDULERS: [Scheduler; 3] = [
    Scheduler {
        name: "a Kubernetes Indexed Job",
        index: "JOB_COMPLETION_INDEX",
        first: First::Is(0),
        count: "KEYFOLIO_SHARDS",
        mend: "Kubernetes does not say how many pods there are: set `KEYFOLIO_SHARDS` in the pod's \
               `env` to the job's `completions`",
    },
    Scheduler {
        name: "a Slurm array",
        index: "SLURM_ARRAY_TASK_ID",
        first: First::In("SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP"),
        count: "SLURM_ARRAY_TASK_COUNT",
        mend: "give the tasks numbers without gaps, as in `sbatch --array=1-4`; to repeat one, \
               `scontrol requeue` it or name its shard",
    },
    Scheduler {
        name: "a parallel GitLab job",
        index: "CI_NODE_INDEX",
        first: First::Is(1),
        count: "CI_NODE_TOTAL",
        mend: "give the job `parallel: 4`",
    },
];

/// The share that this process takes; all clients where none was asked for.
///
/// # Errors
/// When the scheduler was to say it and does not, or more than one does.
pub(super) fn resolve(wanted: Option<ShardArg>) -> Result<Option<Shard>, Failure> {
    match wanted {
        None => Ok(None),
        Some(ShardArg::Of(shard)) => Ok(Some(shard)),
        Some(ShardArg::Auto) => scheduled(&|name| std::env::var(name).ok()).map(Some),
    }
}

fn scheduled(variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, Failure> {
    let there = SCHEDULERS.iter().filter(|scheduler| variable(scheduler.index).is_some());
    match there.collect::<Vec<_>>()[..] {
        [one] => one.shard(variable),
        [] => {
            let names = SCHEDULERS.map(|scheduler| scheduler.index).join("`, `");
            Err(Failure::new(format!("no scheduler says which shard this is: none of `{names}` is set"))
                .help("name the shard, `--shard 2/4` for the second of four; docs/scale.md tells how each scheduler passes its number on"))
        }
        [one, other, ..] => Err(Failure::new(format!(
            "two schedulers say which shard this is: `{}` and `{}` are both set",
            one.index, other.index
        ))
        .help("name the shard, `--shard 2/4` for the second of four")),
    }
}

impl Scheduler {
    fn shard(&self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, Failure> {
        let number = |name: &str| {
            let text = variable(name);
            text.as_deref().and_then(|text| text.trim().parse::<u32>().ok()).ok_or_else(|| {
                let says = text.map_or("is not set".to_owned(), |text| format!("says `{text}`"));
                Failure::new(format!("`{name}` {says}, and {} needs a number there", self.name))
                    .help(self.mend)
            })
        };
        let (index, count) = (number(self.index)?, number(self.count)?);
        let (first, step) = match self.first {
            First::Is(first) => (first, 1),
            First::In(first, step) => {
                (number(first)?, if variable(step).is_some() { number(step)? } else { 1 })
            }
        };
        let place = index.checked_sub(first).filter(|past| past.is_multiple_of(step));
        let shard = place
            .and_then(|past| past.checked_div(step)?.checked_add(1))
            .and_then(|index| Shard::new(index, count).ok());
        shard.ok_or_else(|| {
            let (name, of) = (self.index, self.count);
            Failure::new(format!("`{name}` says {index}, and `{of}` says that there are {count}"))
                .help(self.mend)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<String, String> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        scheduled(&variable).map(|shard| shard.to_string()).map_err(|failure| failure.message)
    }

    fn kubernetes(index: &str, count: &str) -> Result<String, String> {
        read(&[("JOB_COMPLETION_INDEX", index), ("KEYFOLIO_SHARDS", count)])
    }

    fn slurm(id: &str, min: &str, count: &str, step: &str) -> Result<String, String> {
        read(&[
            ("SLURM_ARRAY_TASK_ID", id),
            ("SLURM_ARRAY_TASK_MIN", min),
            ("SLURM_ARRAY_TASK_COUNT", count),
            ("SLURM_ARRAY_TASK_STEP", step),
        ])
    }

    #[test]
    fn kubernetes_counts_from_0() {
        assert_eq!(kubernetes("0", "4").unwrap(), "1/4");
        assert_eq!(kubernetes("3", "4").unwrap(), "4/4");
        assert_eq!(
            kubernetes("4", "4").unwrap_err(),
            "`JOB_COMPLETION_INDEX` says 4, and `KEYFOLIO_SHARDS` says that there are 4"
        );
        assert_eq!(
            read(&[("JOB_COMPLETION_INDEX", "0")]).unwrap_err(),
            "`KEYFOLIO_SHARDS` is not set, and a Kubernetes Indexed Job needs a number there"
        );
        assert!(kubernetes("x", "4").unwrap_err().starts_with("`JOB_COMPLETION_INDEX` says `x`"));
        assert!(kubernetes("0", "0").is_err());
    }

    #[test]
    fn slurm_counts_from_where_it_was_told() {
        assert_eq!(slurm("1", "1", "4", "1").unwrap(), "1/4");
        assert_eq!(slurm("0", "0", "4", "1").unwrap(), "1/4");
        assert_eq!(slurm("13", "10", "4", "1").unwrap(), "4/4");
        assert_eq!(slurm("8", "0", "4", "4").unwrap(), "3/4");
        // `--array=1,3,9`: numbers with gaps.
        assert!(slurm("9", "1", "3", "1").unwrap_err().contains("says 9"));
        for (id, min, step) in [("9", "1", "3"), ("0", "1", "1"), ("1", "1", "0")] {
            assert!(slurm(id, min, "4", step).is_err(), "{id} {min} {step}");
        }
        let bare = [
            ("SLURM_ARRAY_TASK_ID", "2"),
            ("SLURM_ARRAY_TASK_MIN", "1"),
            ("SLURM_ARRAY_TASK_COUNT", "4"),
        ];
        assert_eq!(read(&bare).unwrap(), "2/4");
        assert!(read(&bare[..2]).is_err() && read(&bare[..1]).is_err());
    }

    #[test]
    fn gitlab_counts_from_1() {
        assert_eq!(read(&[("CI_NODE_INDEX", "4"), ("CI_NODE_TOTAL", "4")]).unwrap(), "4/4");
        assert!(read(&[("CI_NODE_INDEX", "0"), ("CI_NODE_TOTAL", "4")]).is_err());
        // Set in every job; only the index tells that there are several.
        assert!(read(&[("CI_NODE_TOTAL", "1")]).unwrap_err().contains("no scheduler says"));
    }

    #[test]
    fn none_or_two_are_no_answer() {
        assert!(read(&[]).unwrap_err().contains("`JOB_COMPLETION_INDEX`, `SLURM_ARRAY_TASK_ID`"));
        let both = [("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "4"), ("JOB_COMPLETION_INDEX", "0")];
        assert!(read(&both).unwrap_err().contains("two schedulers"));
    }
}

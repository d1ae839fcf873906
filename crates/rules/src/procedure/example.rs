//! Runs the worked examples of a procedure.

use standards::Text;

use super::course::{Standing, Taken};
use super::machine::{Example, ExampleStep, Expected, ExpectedDue, ExpectedEnd, Machine};
use super::refusal::Refusal;
use super::running::Due;
use super::surroundings::Surroundings;

/// What an example that fails came upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFailure {
    /// The step, from 0; `None` where it is what the clocks say at the end.
    pub step: Option<usize>,
    /// What was expected.
    pub expected: Text,
    /// What came instead.
    pub came: Text,
}

impl ExampleFailure {
    /// The failure in one sentence.
    pub fn words(&self) -> Text {
        let (expected, came) = (&self.expected, &self.came);
        let (zh, en) = match self.step {
            Some(number) => (format!("第{}步", number + 1), format!("step {}", number + 1)),
            None => ("结束时".to_owned(), "at the end".to_owned()),
        };
        Text::new(
            format!("{zh}应为{}，却是{}", expected.zh, came.zh),
            format!("{en}, expected {}, came {}", expected.en, came.en),
        )
    }
}

impl Machine {
    /// Runs an example from its beginning.
    ///
    /// # Errors
    /// The first step that does not come out as expected, with both.
    pub fn run_example(&self, example: &Example, around: &Surroundings<'_>) -> Result<(), ExampleFailure> {
        let mut standing = match example.begins {
            None => self.unopened(),
            Some(at) => self.begin(example.state.as_deref(), example.facts.clone(), at, around),
        };
        for (number, step) in example.steps.iter().enumerate() {
            standing = self.run_step(standing, step, number, around)?;
            self.expect_clocks(&standing, &step.due, Some(number))?;
        }
        self.expect_clocks(&standing, &example.due, None)
    }

    fn run_step(
        &self,
        standing: Standing,
        step: &ExampleStep,
        number: usize,
        around: &Surroundings<'_>,
    ) -> Result<Standing, ExampleFailure> {
        let fails = |expected: Text, came: Text| ExampleFailure {
            step: Some(number),
            expected,
            came,
        };
        match (self.take(&standing, &step.act, around), &step.expect) {
            (Err(refusals), Expected::Refused(code)) => match refusals.first() {
                Some(first) if first.code == *code => Ok(standing),
                _ => Err(fails(refused(code.word()), told(&refusals))),
            },
            (Ok(taken), Expected::Refused(code)) => Err(fails(refused(code.word()), self.state_of(&taken.standing))),
            (Err(refusals), Expected::Done | Expected::State(_)) => {
                Err(fails(self.expected(&step.expect), told(&refusals)))
            }
            (Ok(taken), expected) => {
                if let Expected::State(state) = expected
                    && taken.standing.state.as_ref() != Some(state)
                {
                    return Err(fails(self.expected(expected), self.state_of(&taken.standing)));
                }
                opened(step, &taken).map_err(|(expected, came)| fails(expected, came))?;
                Ok(taken.standing)
            }
        }
    }

    fn expect_clocks(
        &self,
        standing: &Standing,
        due: &[ExpectedDue],
        step: Option<usize>,
    ) -> Result<(), ExampleFailure> {
        for ExpectedDue { clock, on } in due {
            let found = standing.clocks.get(clock).map(|running| &running.due);
            let fits = match (on, found) {
                (ExpectedEnd::Stopped, None) => true,
                (ExpectedEnd::Day(day), Some(Due::Day(found))) => day == found,
                (ExpectedEnd::Time(time), Some(Due::At(found))) => time == found,
                _ => false,
            };
            if !fits {
                let name = self
                    .clock(clock)
                    .map_or_else(|| Text::same(clock), |clock| clock.name.clone());
                let stopped = || Text::new("不在计时", "does not run");
                let expected = match on {
                    ExpectedEnd::Day(day) => Text::same(day.to_string()),
                    ExpectedEnd::Time(time) => Due::At(*time).words(),
                    ExpectedEnd::Stopped => stopped(),
                };
                let found = found.map_or_else(stopped, Due::words);
                let about = |words: Text| {
                    Text::new(
                        format!("“{}”：{}", name.zh, words.zh),
                        format!("`{}`: {}", name.en, words.en),
                    )
                };
                return Err(ExampleFailure {
                    step,
                    expected: about(expected),
                    came: about(found),
                });
            }
        }
        Ok(())
    }

    fn expected(&self, expected: &Expected) -> Text {
        match expected {
            Expected::State(id) => self.state_named(id),
            Expected::Done => Text::new("办成", "done"),
            Expected::Refused(code) => refused(code.word()),
        }
    }

    fn state_named(&self, id: &str) -> Text {
        let name = self
            .state(id)
            .map_or_else(|| Text::same(id), |state| state.name.clone());
        Text::new(format!("“{}”（{id}）", name.zh), format!("`{}` ({id})", name.en))
    }

    fn state_of(&self, standing: &Standing) -> Text {
        let none = || Text::new("尚未立项", "not opened");
        standing.state.as_deref().map_or_else(none, |id| self.state_named(id))
    }
}

fn refused(code: &str) -> Text {
    Text::new(format!("拒绝（{code}）"), format!("refused ({code})"))
}

fn told(refusals: &[Refusal]) -> Text {
    let Some(first) = refusals.first() else {
        return Text::new("拒绝", "refused");
    };
    let (code, says) = (first.code.word(), &first.reason.says);
    let because = first.reason.because.first().map(|reason| &reason.says);
    let (zh, en) = because.map_or((String::new(), String::new()), |because| {
        (format!("（{}）", because.zh), format!(" ({})", because.en))
    });
    Text::new(
        format!("拒绝（{code}）：{}{zh}", says.zh),
        format!("refused ({code}): {}{en}", says.en),
    )
}

/// Whether everything the step must open is opened.
fn opened(step: &ExampleStep, taken: &Taken) -> Result<(), (Text, Text)> {
    match step.opens.iter().find(|id| !taken.opens.contains(id)) {
        None => Ok(()),
        Some(id) => Err((
            Text::new(format!("启动“{id}”"), format!("opens `{id}`")),
            Text::new(format!("启动{:?}", taken.opens), format!("opens {:?}", taken.opens)),
        )),
    }
}

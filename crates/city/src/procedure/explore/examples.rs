//! Whether each worked example comes out.

use rules::procedure::{Example, ExampleFailure};
use standards::Text;

use super::Exploration;
use crate::kind::FindingKind;
use crate::procedure::World;

impl Exploration<'_> {
    pub(super) fn ask_examples(&self, world: &World) {
        if self.machine.examples.is_empty() {
            let says = Text::new("没有算例", "there is no worked example");
            let help = Text::new(
                "写一个 [[example]]，说明每一步的结果",
                "write an [[example]] that says what comes of each step",
            );
            self.report(FindingKind::ProcedureWithoutExample, 0..1, says, help);
        }
        let around = world.surroundings();
        for example in &self.machine.examples {
            if let Err(failure) = self.machine.run_example(example, &around) {
                self.fails(example, &failure);
            }
        }
    }

    fn fails(&self, example: &Example, failure: &ExampleFailure) {
        let Text { zh, en } = failure.words();
        let says = Text::new(
            format!("算例“{}”不成立：{zh}", example.id),
            format!("the example `{}` does not come out: {en}", example.id),
        );
        let help = Text::new(
            format!("对照 {}，改正规程或算例", example.source),
            format!(
                "hold it against {} and mend the procedure or the example",
                example.source
            ),
        );
        self.report(FindingKind::ExampleFails, self.names.example(&example.id), says, help);
    }
}

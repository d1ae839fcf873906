//! Every kind of fault a city folder can have: one list, read by the checker, the tests and the manual.

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong with the text.
    Note,
    /// The folder can be used, but a careful reader would ask.
    Warning,
    /// The folder cannot be used before this is mended.
    Error,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $severity:ident;)+) => {
        /// What kind of fault was found.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum FindingKind { $($(#[doc = $doc])+ $name,)+ }

        impl FindingKind {
            /// Every kind, in the order of the manual.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code shown beside the finding and used to look it up.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => concat!("city::", $code),)+ }
            }

            /// How grave it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

kinds! {
    /// A file or folder cannot be read.
    UnreadableFile = "unreadable-file", Error;
    /// A file is not UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// A file whose lines end in a way that cannot be read.
    LineEnds = "line-ends", Error;
    /// A file in which nothing stands.
    EmptyFile = "empty-file", Error;
    /// A character that nobody sees.
    HiddenCharacter = "hidden-character", Warning;
    /// A file, a list or the folder is larger, deeper or fuller than allowed.
    TooLarge = "too-large", Error;
    /// A file that every city needs is not there.
    MissingFile = "missing-file", Error;
    /// A file that nothing reads.
    UnknownFile = "unknown-file", Warning;
    /// TOML that does not parse.
    BrokenToml = "broken-toml", Error;
    /// GeoJSON that does not parse or has another shape.
    BrokenGeojson = "broken-geojson", Error;
    /// A key that means nothing here.
    UnknownKey = "unknown-key", Error;
    /// A key that must be there.
    MissingKey = "missing-key", Error;
    /// A value of another type than the key wants.
    WrongType = "wrong-type", Error;
    /// An id that is empty, too long or has characters an id may not have.
    BadId = "bad-id", Error;
    /// An id given twice.
    DuplicateId = "duplicate-id", Error;
    /// One equipment number at two points.
    DuplicateMn = "duplicate-mn", Error;
    /// One name in data files for two points of one kind.
    DuplicateAlias = "duplicate-alias", Error;
    /// A place that is not in `places/places.toml`.
    UnknownPlace = "unknown-place", Error;
    /// A reach that is not in `places/waters.geojson`.
    UnknownReach = "unknown-reach", Error;
    /// A post that is not in `people/posts.toml`.
    UnknownPost = "unknown-post", Error;
    /// A unit that is not in `people/units.toml`.
    UnknownOrganisation = "unknown-organisation", Error;
    /// Units that stand above themselves in a circle.
    CyclicUnits = "cyclic-units", Error;
    /// A tag that is not in `plan/tags.toml`.
    UnknownTag = "unknown-tag", Error;
    /// A rule that is not in the catalogue of rules.
    UnknownRule = "unknown-rule", Error;
    /// A row that is not in `plan/rows.csv`.
    UnknownRow = "unknown-row", Error;
    /// A row that no block realises.
    RowNotRealised = "row-not-realised", Warning;
    /// A block of a kind that its row is not.
    RowOfOtherKind = "row-of-other-kind", Warning;
    /// A mechanism or constraint without a rule or procedure, an area that lies nowhere.
    NothingCarriesOut = "nothing-carries-out", Error;
    /// A comparator, value or unit without an indicator, or an indicator without a comparator.
    MeasureIncomplete = "measure-incomplete", Error;
    /// A task whose parent is not written.
    NoParentTask = "no-parent-task", Error;
    /// A leaf of a tree of tasks without a unit that leads or a post that answers.
    TaskWithoutPost = "task-without-post", Error;
    /// A post of another unit than the one that leads.
    PostOfOtherUnit = "post-of-other-unit", Error;
    /// A unit that leads a task and helps itself.
    UnitHelpsItself = "unit-helps-itself", Warning;
    /// Weights of sibling tasks that do not sum to 100.
    WeightSum = "weight-sum", Error;
    /// A task without a weight beside siblings that have one.
    WeightMissing = "weight-missing", Error;
    /// A task due after its parent.
    DueAfterParent = "due-after-parent", Error;
    /// A task that begins before its parent.
    StartBeforeParent = "start-before-parent", Error;
    /// Something due before it begins.
    DueBeforeStart = "due-before-start", Error;
    /// A milestone outside the days of its task.
    MilestoneOutside = "milestone-outside", Error;
    /// A target that is not there, or not of the kind that is wanted.
    UnknownTarget = "unknown-target", Error;
    /// An indicator nobody can compute.
    UnknownIndicator = "unknown-indicator", Error;
    /// A comparator nobody can apply.
    UnknownComparator = "unknown-comparator", Error;
    /// A word outside the list of words a key takes.
    UnknownWord = "unknown-word", Error;
    /// A fenced block of a kind the plan language does not have.
    UnknownBlock = "unknown-block", Error;
    /// A block that is not at the top level of the clause.
    NestedBlock = "nested-block", Error;
    /// A fenced block that is never closed.
    UnclosedBlock = "unclosed-block", Error;
    /// A clause file without a readable heading, or with two.
    ClauseHeading = "clause-heading", Error;
    /// A block with no sentence before it.
    BlockWithoutSentence = "block-without-sentence", Error;
    /// A block whose id names another clause.
    BlockInOtherClause = "block-in-other-clause", Warning;
    /// A value without its unit.
    MissingUnit = "missing-unit", Error;
    /// A unit that the indicator is not measured in.
    UnitDoesNotFit = "unit-does-not-fit", Error;
    /// A comparator that makes no sense for the indicator.
    ComparatorDoesNotFit = "comparator-does-not-fit", Error;
    /// A place of a kind the indicator or the point cannot have.
    PlaceDoesNotFit = "place-does-not-fit", Error;
    /// A key that makes no sense for this kind of point.
    KeyDoesNotFit = "key-does-not-fit", Error;
    /// A water class that does not exist.
    ClassOutOfRange = "class-out-of-range", Error;
    /// A number outside what it can be.
    ValueOutOfRange = "value-out-of-range", Error;
    /// A deadline that is not a year, or lies before the resolution.
    DeadlineWithoutMeaning = "deadline-without-meaning", Error;
    /// Reaches that flow in a circle.
    CyclicReaches = "cyclic-reaches", Error;
    /// A reach of another water body than the point's.
    ReachOfOtherWater = "reach-of-other-water", Error;
    /// A position outside the city's box.
    PositionOutside = "position-outside", Error;
    /// An equipment number that cannot stand in a frame.
    BadMn = "bad-mn", Error;
    /// An address or network that is none.
    BadAddress = "bad-address", Error;
    /// A monitored item nobody knows.
    UnknownItem = "unknown-item", Error;
    /// A type of field that does not exist.
    UnknownFieldType = "unknown-field-type", Error;
    /// A unit nobody knows.
    UnknownUnit = "unknown-unit", Error;
    /// A field that the register does not have.
    UnknownField = "unknown-field", Error;
    /// A register that is not in `registers/`.
    UnknownRegister = "unknown-register", Error;
    /// A register whose id is not the name of its file.
    IdIsNotFileName = "id-is-not-file-name", Error;
    /// A register per year without a field of the year.
    YearlyWithoutYear = "yearly-without-year", Error;
    /// A reference to a register whose entries no single field names.
    ReferenceWithoutKey = "reference-without-key", Error;
    /// A field that the public sees in a register that it does not.
    PublicInPrivate = "public-in-private", Warning;
    /// Entries whose register has no form.
    EntriesAlone = "entries-alone", Error;
    /// A table of entries whose rows and columns do not add up.
    BrokenCsv = "broken-csv", Error;
    /// A required field without a column.
    MissingColumn = "missing-column", Error;
    /// A cell of another type than its field.
    WrongCell = "wrong-cell", Error;
    /// A required cell that is empty.
    EmptyCell = "empty-cell", Error;
    /// A number outside the limits of its field.
    CellOutOfRange = "cell-out-of-range", Error;
    /// A word that is none of the choices.
    UnknownChoice = "unknown-choice", Error;
    /// Two entries with one key.
    DuplicateEntry = "duplicate-entry", Error;
    /// A reference to an entry that is not there.
    DanglingReference = "dangling-reference", Error;
    /// Entries that break a rule of their register.
    BrokenEntryRule = "broken-entry-rule", Error;
    /// A method by which nobody counts.
    UnknownMethod = "unknown-method", Error;
    /// An input that the method does not have.
    UnknownInput = "unknown-input", Error;
    /// An input that the method cannot do without.
    MissingInput = "missing-input", Error;
    /// A field that does not hold what the input asks.
    InputDoesNotFit = "input-does-not-fit", Error;
    /// A calendar whose year is not the name of its file.
    YearIsNotFileName = "year-is-not-file-name", Error;
    /// A day in the calendar of another year.
    DayOutsideYear = "day-outside-year", Error;
    /// A period that ends before it begins.
    PeriodBackwards = "period-backwards", Error;
    /// Two holidays on one day.
    HolidaysOverlap = "holidays-overlap", Error;
    /// A make-up working day that is no weekend day, or lies in a holiday.
    WorkdayOnWeekday = "workday-on-weekday", Error;
    /// Years without a calendar between years with one.
    CalendarGap = "calendar-gap", Warning;
    /// Working days that no calendar can tell.
    CalendarMissing = "calendar-missing", Warning;
    /// A profile that does not come with the program.
    UnknownProfile = "unknown-profile", Error;
    /// A variant that its profile does not have.
    UnknownVariant = "unknown-variant", Error;
    /// A unit that the parameter is not measured in.
    UnitOfParameter = "unit-of-parameter", Error;
    /// A value of a parameter that is no number.
    ValueIsNoNumber = "value-is-no-number", Error;
    /// Two values of a parameter that hold on one day.
    ValuesOverlap = "values-overlap", Error;
    /// A password or key that whoever reads the folder can read.
    SecretInFolder = "secret-in-folder", Warning;
    /// A Chinese block without its English.
    MissingEnglish = "missing-english", Warning;
    /// An English block with no Chinese before it.
    EnglishAlone = "english-alone", Warning;
    /// A plan without a clause.
    EmptyPlan = "empty-plan", Warning;
    /// A target nobody answers for.
    NobodyAnswers = "nobody-answers", Warning;
    /// A place of a target that no point measures.
    NothingMeasures = "nothing-measures", Note;
    /// A target judged by a standard that ends before the target's year.
    StandardEnds = "standard-ends", Note;
    /// A role that the procedure does not have.
    UnknownRole = "unknown-role", Error;
    /// A fact that the procedure does not have.
    UnknownFact = "unknown-fact", Error;
    /// A state that the procedure does not have.
    UnknownState = "unknown-state", Error;
    /// An action that the procedure does not have.
    UnknownAction = "unknown-action", Error;
    /// A clock that the procedure does not have.
    UnknownClock = "unknown-clock", Error;
    /// A procedure that is not in `procedures/`.
    UnknownProcedure = "unknown-procedure", Error;
    /// A parameter that no profile has.
    UnknownParameter = "unknown-parameter", Error;
    /// A guard that does not follow its grammar.
    BrokenGuard = "broken-guard", Error;
    /// A guard that combines what cannot be combined.
    GuardDoesNotFit = "guard-does-not-fit", Error;
    /// A guard that compares or adds numbers of different units.
    GuardUnitsDiffer = "guard-units-differ", Error;
    /// An action that is open nowhere, or creates a thing in no state.
    ActionWithoutState = "action-without-state", Error;
    /// An end of a procedure in which an action is open.
    FinalStateLeft = "final-state-left", Error;
    /// A worked example that comes out otherwise.
    ExampleFails = "example-fails", Warning;
    /// A state that no way leads to.
    UnreachableState = "unreachable-state", Warning;
    /// A state that is no end and that nothing leaves.
    DeadEnd = "dead-end", Warning;
    /// A state from which no end can be reached.
    NoWayToEnd = "no-way-to-end", Warning;
    /// A clock that nothing starts.
    ClockNeverStarts = "clock-never-starts", Warning;
    /// A clock that nothing stops.
    ClockNeverStops = "clock-never-stops", Warning;
    /// A clock that is paused and never goes on.
    ClockPausedForGood = "clock-paused-for-good", Warning;
    /// A clock that runs out and nothing follows.
    ClockWithoutConsequence = "clock-without-consequence", Warning;
    /// A clock that may run out where its action is not open.
    ConsequenceOutOfReach = "consequence-out-of-reach", Warning;
    /// A guard that can never hold.
    GuardNeverHolds = "guard-never-holds", Warning;
    /// A guard that always holds.
    GuardAlwaysHolds = "guard-always-holds", Note;
    /// An action that checks what the same person may have done.
    ChecksHimself = "checks-himself", Warning;
    /// An action that no role may take.
    NobodyMayAct = "nobody-may-act", Warning;
    /// A role without an action.
    IdleRole = "idle-role", Note;
    /// A fact that a guard or clock asks and no form collects.
    FactNeverCollected = "fact-never-collected", Warning;
    /// A fact that no guard and no clock uses.
    FactNeverUsed = "fact-never-used", Note;
    /// A procedure without a worked example.
    ProcedureWithoutExample = "procedure-without-example", Note;
    /// A division that is called otherwise in another file.
    NameDiffers = "name-differs", Warning;
    /// A division below one that is not of a higher level.
    ParentNotAbove = "parent-not-above", Error;
    /// A post that nobody holds.
    VacantPost = "vacant-post", Note;
    /// A post that answers for nothing.
    IdlePost = "idle-post", Note;
    /// Chiefs of one level who answer for one reach.
    TwoChiefs = "two-chiefs", Warning;
    /// A role of a post that no procedure has.
    RoleOfNoProcedure = "role-of-no-procedure", Warning;
    /// A block or task due before the resolution.
    DueBeforeResolution = "due-before-resolution", Warning;
    /// A unit without a post.
    UnitWithoutPosts = "unit-without-posts", Note;
    /// A register that no block, indicator or procedure uses.
    UnusedRegister = "unused-register", Note;
    /// An indicator that no target and no block uses.
    UnusedIndicator = "unused-indicator", Note;
    /// A permission that names nobody who may.
    PermissionForNobody = "permission-for-nobody", Error;
    /// A permission with a limit that its action does not know.
    PermissionDoesNotFit = "permission-does-not-fit", Error;
    /// A word that stands twice in a list.
    SaidTwice = "said-twice", Warning;
    /// An indicator whose register has no entries.
    IndicatorNotFed = "indicator-not-fed", Note;
    /// A tag that nothing carries.
    UnusedTag = "unused-tag", Note;
    /// A leaf of a tree of tasks that does not say what counts as done.
    NoAcceptance = "no-acceptance", Note;
    /// A fact that does not say where it comes from.
    FactWithoutSource = "fact-without-source", Warning;
    /// A clause whose words nothing carries out.
    ClauseWithoutBlocks = "clause-without-blocks", Note;
    /// Two targets that promise different values of the same thing.
    PromisedTwice = "promised-twice", Warning;
    /// More faults than are listed.
    TooManyFindings = "too-many-findings", Error;
}

/// One line of the table: a piece of work, measured against something that does less.
///
/// @param id       how the command line names the row
/// @param work     what is done, in a few words
/// @param unit     what the figures count, e.g. `MB/s`; more is better
/// @param measured one round of the work
/// @param against  the name of the baseline
/// @param baseline one round of the baseline, done in turn with the work
/// @param floor    the least ratio of the two that is good enough, or 0 if the row only informs
record Row(String id, String work, String unit, Probe measured, String against, Probe baseline, double floor) {

    /// One round: does the work for a while and returns its figures.
    @FunctionalInterface
    interface Probe {
        Sample round() throws Exception;
    }
}

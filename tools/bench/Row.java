import java.util.ArrayList;
import java.util.List;

/// A piece of work, measured as a rate against something that does less. Both take turns, and the medians count.
///
/// @param id       how the command line names the row
/// @param work     what is done, in a few words
/// @param unit     what the figures count, e.g. `MB/s`; more is better
/// @param measured one round of the work
/// @param against  the name of the baseline
/// @param baseline one round of the baseline, done in turn with the work
/// @param floor    the least ratio of the two that is good enough, or 0 if the row only informs
record Row(String id, String work, String unit, Probe measured, String against, Probe baseline, double floor)
        implements Measurement {
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 7;

    /// One round: does the work for a while and returns its figures.
    @FunctionalInterface
    interface Probe {
        Sample round() throws Exception;
    }

    @Override
    public List<Outcome> measure() throws Exception {
        var work = new ArrayList<Double>();
        var yardstick = new ArrayList<Double>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double w = measured.round().figure();
            double b = baseline.round().figure();
            if (round < 0) continue;
            work.add(w);
            yardstick.add(b);
        }
        double ratio = Figures.median(work) / Figures.median(yardstick);
        boolean good = ratio >= floor;
        var cells = List.of(id, this.work, figure(work), "%.2f".formatted(ratio),
            floor == 0 ? "" : "%.2f".formatted(floor), against + " (" + figure(yardstick) + ")", good ? "" : "BELOW");
        return List.of(new Outcome(Sheet.RATE, cells, good, false));
    }

    private String figure(List<Double> figures) {
        return "%,.0f %s".formatted(Figures.median(figures), unit);
    }
}

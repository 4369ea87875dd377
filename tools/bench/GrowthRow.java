import java.util.ArrayList;
import java.util.List;

/// How a cost grows with a size: the CPU time for each request at a few sizes, and the exponent of growth over the
/// larger ones, where what does not grow no longer hides what does. 0 is no growth, 1 is linear.
///
/// @param sizes   rising; each has its own servers
/// @param unit    of the sizes, in a few letters
/// @param counted what a cost is counted for, e.g. a request
/// @param perSize whether it is counted for each of the size, e.g. for an event where the size is the number of
///                streams: then the cost of all of them is what may grow linearly
record GrowthRow(String id, String work, List<Integer> sizes, String unit, String counted, boolean perSize,
        Cost cost) implements Measurement {
    /// None may be worse than linear, and figures of a moment are not exact.
    private static final double MOST = 1.1;
    private static final int FITTED = 3;
    private static final int MOST_WARM_ROUNDS = 8;
    private static final int ROUNDS = 3;

    /// CPU time in microseconds, for a size.
    interface Cost {
        double of(int size) throws Exception;
    }

    /// Starts a server for a size.
    interface Opening {
        Side open(int size) throws Exception;
    }

    /// What a request costs a server that is warm.
    static Cost warm(Opening opening) {
        return size -> {
            try (var side = opening.open(size)) {
                side.warm(MOST_WARM_ROUNDS);
                var costs = new ArrayList<Double>();
                for (int i = 0; i < ROUNDS; i++) costs.add(side.turn().cpuMicros());
                return Figures.median(costs);
            }
        };
    }

    @Override
    public List<Outcome> measure() throws Exception {
        var figures = new ArrayList<String>();
        int from = sizes.size() - FITTED;
        double[] fitted = new double[FITTED];
        double[] costs = new double[FITTED];
        for (int i = 0; i < sizes.size(); i++) {
            int size = sizes.get(i);
            double micros = cost.of(size);
            figures.add("%,d%s: %s".formatted(size, unit, shown(micros)));
            if (i < from) continue;
            fitted[i - from] = size;
            costs[i - from] = perSize ? micros * size : micros;
        }
        double exponent = Figures.exponent(fitted, costs);
        boolean good = exponent <= MOST;
        var cells = List.of(id, work, String.join(" · ", figures) + " " + counted, "%.2f".formatted(exponent),
            "%.1f".formatted(MOST), good ? "" : "ABOVE");
        return List.of(new Outcome(Sheet.GROWTH, cells, good, false));
    }

    private static String shown(double micros) {
        return micros < 10_000 ? "%.0f µs".formatted(micros) : "%.1f ms".formatted(micros / 1000);
    }
}

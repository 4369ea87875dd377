import java.util.Arrays;
import java.util.List;

/// What is concluded from measured figures.
final class Figures {
    /// Two halves of the last rounds may differ by so much.
    private static final double STEADY = 0.03;
    private static final int HALF = 3;
    /// Share of the measured process's CPU time that the JIT may still take.
    private static final double QUIET = 0.03;
    /// Share of the whole machine that may go to programs that are not measured.
    private static final double NOISE = 0.1;
    /// The middle half of the ratios may lie so far apart.
    private static final double SPREAD = 0.1;

    private Figures() {}

    static double median(List<Double> figures) {
        return quantile(figures, 0.5);
    }

    /// @param share from 0 to 1
    static double quantile(List<Double> figures, double share) {
        double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /// Whether a program is warm, by its rounds so far: the cost of a request is what it was, and the JIT is quiet.
    ///
    /// @param compiling the JIT's share of the CPU time, NaN where it is not known
    static boolean steady(List<Double> costs, List<Double> compiling) {
        int n = costs.size();
        if (n < 2 * HALF) return false;
        double last = median(costs.subList(n - HALF, n));
        double before = median(costs.subList(n - 2 * HALF, n - HALF));
        boolean quiet = !(median(compiling.subList(n - HALF, n)) > QUIET);
        return quiet && Math.abs(last / before - 1) < STEADY;
    }

    /// Why the rounds cannot be trusted, or empty.
    ///
    /// @param others share of the machine that other programs had in each round, NaN where it is not known
    static String noise(List<Double> others, List<Double> ratios) {
        double taken = median(others);
        if (taken > NOISE) return "noisy: other programs took %.0f %% of the machine".formatted(100 * taken);
        double apart = (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / median(ratios);
        return apart > SPREAD ? "noisy: the rounds lie %.0f %% apart".formatted(100 * apart) : "";
    }

    /// The power of the size by which the cost grows: 0 is the same for all sizes, 1 is linear. The slope of the
    /// straight line through the logarithms with the least squares.
    static double exponent(double[] sizes, double[] costs) {
        double[] x = Arrays.stream(sizes).map(Math::log).toArray();
        double[] y = Arrays.stream(costs).map(Math::log).toArray();
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double up = 0;
        double down = 0;
        for (int i = 0; i < x.length; i++) {
            up += (x[i] - meanX) * (y[i] - meanY);
            down += (x[i] - meanX) * (x[i] - meanX);
        }
        return up / down;
    }
}

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/// What a request takes longer by way of the gateway than straight to the provider, beside what it takes longer by way
/// of the relay. One connection; all take turns; the middle and the slowest hundredth.
///
/// @param origin the provider's port
/// @param time   of the result: seconds within which a share of the answers was there
record LatencyRow(String id, String work, Traffic traffic, int origin, Time time,
        Opening open) implements Measurement {
    private static final int ROUNDS = 9;
    private static final double SECONDS = 1;

    /// Part of a [Load.Result].
    interface Time {
        double within(Load.Result result, double share);
    }

    /// Starts the servers that are compared.
    interface Opening {
        List<Side> sides(Traffic traffic) throws Exception;
    }

    /// In microseconds.
    private record Round(double gateway, double relay, double inPlace) {
        double ratio() {
            return gateway / relay;
        }
    }

    @Override
    public List<Outcome> measure() throws Exception {
        var sides = open.sides(traffic);
        try {
            for (var side : sides) side.warm();
            var middle = new ArrayList<Round>();
            var slow = new ArrayList<Round>();
            var others = new ArrayList<Double>();
            for (int i = 0; i < ROUNDS; i++) round(sides, middle, slow, others);
            return List.of(outcome("a", "p50", middle, others, 1.3), outcome("b", "p99", slow, others, 1.5));
        } finally {
            sides.forEach(Side::close);
        }
    }

    private void round(List<Side> sides, List<Round> middle, List<Round> slow, List<Double> others)
            throws InterruptedException {
        var results = new ArrayList<Load.Result>();
        results.add(Load.run(traffic.direct().apply(origin), 1, SECONDS));
        for (int i = 0; i < sides.size(); i++) {
            var ask = i == 0 ? traffic.ask() : traffic.direct();
            results.add(ask(sides.get(i), ask, others));
        }
        middle.add(added(results, 0.5));
        slow.add(added(results, 0.99));
    }

    private static Load.Result ask(Side side, IntFunction<Load.Ask> ask, List<Double> others)
            throws InterruptedException {
        var result = new Load.Result[1];
        var one = new Side(side.name(), side.server(), (port, seconds) -> {
            result[0] = Load.run(ask.apply(port), 1, seconds);
            return new Side.Done(result[0].latencies().length, result[0].perSecond());
        });
        others.add(one.turn().others());
        return result[0];
    }

    private Round added(List<Load.Result> results, double share) {
        double[] micros = results.stream().mapToDouble(r -> 1e6 * time.within(r, share)).toArray();
        return new Round(micros[1] - micros[0], micros[2] - micros[0], micros[3] - micros[0]);
    }

    private Outcome outcome(String suffix, String name, List<Round> rounds, List<Double> others, double limit) {
        var ratios = rounds.stream().map(Round::ratio).toList();
        double ratio = Figures.median(ratios);
        String noise = Figures.noise(others, ratios);
        var remarks = new ArrayList<String>();
        if (ratio > limit) remarks.add("ABOVE");
        if (!noise.isEmpty()) remarks.add(noise);
        var cells = List.of(id + suffix, "added " + work + ", " + name, micros(rounds, Round::gateway),
            micros(rounds, Round::relay), micros(rounds, Round::inPlace), "%.2f".formatted(ratio),
            "%.2f–%.2f".formatted(Figures.quantile(ratios, 0.25), Figures.quantile(ratios, 0.75)),
            "%.1f".formatted(limit), String.join("; ", remarks));
        return new Outcome(Sheet.LATENCY, cells, ratio <= limit, !noise.isEmpty());
    }

    private static String micros(List<Round> rounds, Function<Round, Double> which) {
        return "%.0f µs".formatted(Figures.median(rounds.stream().map(which).toList()));
    }
}

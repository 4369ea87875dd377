import java.util.ArrayList;
import java.util.List;

/// CPU time for each request, beside that of a baseline: the first side is the gateway, the second the baseline, a
/// third one only informs. The sides take turns. Of the ratios, baseline to gateway in the same round, the median
/// counts: it is steadier than a rate on a machine that does other things too.
///
/// Each measurement starts new processes. So a row has the same figures alone and among others.
///
/// @param floor the least ratio that is good enough, or 0
record CostRow(String id, String work, Opening sides, double floor) implements Measurement {
    /// The baseline if none is named.
    static final String RELAY = "relay";
    private static final int ROUNDS = 9;

    /// Starts the servers of a row.
    interface Opening {
        List<Side> open() throws Exception;
    }

    @Override
    public List<Outcome> measure() throws Exception {
        var open = sides.open();
        try {
            var cold = new ArrayList<String>();
            for (var side : open) {
                if (!side.warm()) cold.add(side.name());
            }
            return List.of(outcome(open, turns(open), cold));
        } finally {
            open.forEach(Side::close);
        }
    }

    private static List<List<Side.Turn>> turns(List<Side> open) throws InterruptedException {
        var turns = new ArrayList<List<Side.Turn>>();
        for (var _ : open) turns.add(new ArrayList<>());
        for (int turn = 0; turn < ROUNDS * open.size(); turn++) {
            // another side begins in each round
            int which = (turn + turn / open.size()) % open.size();
            turns.get(which).add(open.get(which).turn());
        }
        return turns;
    }

    private Outcome outcome(List<Side> open, List<List<Side.Turn>> turns, List<String> cold) {
        var ratios = ratios(turns.get(1), turns.get(0));
        var others = turns.stream().flatMap(List::stream).map(Side.Turn::others).toList();
        double ratio = Figures.median(ratios);
        boolean good = ratio >= floor;
        String noise = Figures.noise(others, ratios);
        var remarks = new ArrayList<String>();
        if (!good) remarks.add("BELOW");
        if (!noise.isEmpty()) remarks.add(noise);
        if (!open.get(1).name().equals(RELAY)) remarks.add("beside " + open.get(1).name());
        if (!cold.isEmpty()) remarks.add("not steady: " + String.join(" and ", cold));
        boolean third = open.size() > 2;
        var cells = List.of(id, work, figure(turns.get(0)), figure(turns.get(1)), third ? figure(turns.get(2)) : "",
            two(ratio), two(Figures.quantile(ratios, 0.25)) + "–" + two(Figures.quantile(ratios, 0.75)),
            third ? two(Figures.median(ratios(turns.get(2), turns.get(0)))) : "", floor == 0 ? "" : two(floor),
            String.join("; ", remarks));
        return new Outcome(Sheet.COST, cells, good, !noise.isEmpty());
    }

    private static List<Double> ratios(List<Side.Turn> baseline, List<Side.Turn> gateway) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < ROUNDS; i++) ratios.add(baseline.get(i).cpuMicros() / gateway.get(i).cpuMicros());
        return ratios;
    }

    private static String figure(List<Side.Turn> turns) {
        return "%.1f µs %,.0f /s".formatted(Figures.median(turns.stream().map(Side.Turn::cpuMicros).toList()),
            Figures.median(turns.stream().map(Side.Turn::perSecond).toList()));
    }

    private static String two(double number) {
        return "%.2f".formatted(number);
    }
}

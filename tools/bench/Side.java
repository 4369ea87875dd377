import java.util.ArrayList;

/// A server under measurement and the work that it is given.
record Side(String name, Gateways.Running server, Work work) implements AutoCloseable {
    private static final double SECONDS = 1;
    /// Where a program is not steady by then, its row says so.
    private static final int MOST_WARM_ROUNDS = 40;

    /// Gives a server work for some time.
    interface Work {
        Done run(int port, double seconds) throws InterruptedException;
    }

    /// @param count     requests, or events, that are done
    /// @param perSecond how many of them in a second
    record Done(long count, double perSecond) {}

    /// One round.
    ///
    /// @param cpuMicros CPU time of the server for each request, or each event, in microseconds
    /// @param compiling the JIT's share of the server's CPU time; NaN if unknown
    /// @param others    share of the machine that went to programs that are not measured; NaN if unknown
    record Turn(double perSecond, double cpuMicros, double compiling, double others) {}

    /// A request again and again.
    ///
    /// @param events how many events of an answer are counted, or 1 for the answer
    static Side asking(String name, Gateways.Running server, Load.Ask ask, int connections, int events) {
        return new Side(name, server, (_, seconds) -> {
            var result = Load.run(ask, connections, seconds);
            return new Done((long) events * result.latencies().length, events * result.perSecond());
        });
    }

    Turn turn() throws InterruptedException {
        long began = System.nanoTime();
        double foreign = Machine.foreignMicros();
        double compiler = server.compilerMicros();
        double cpu = server.cpuMicros();
        var done = work.run(server.port(), SECONDS);
        cpu = server.cpuMicros() - cpu;
        compiler = server.compilerMicros() - compiler;
        return new Turn(done.perSecond, cpu / done.count, compiler / cpu, Machine.others(foreign, began));
    }

    /// Works until a request costs the same in each round; returns whether that was reached.
    boolean warm() throws InterruptedException {
        return warm(MOST_WARM_ROUNDS);
    }

    boolean warm(int most) throws InterruptedException {
        var costs = new ArrayList<Double>();
        var compiling = new ArrayList<Double>();
        while (!Figures.steady(costs, compiling)) {
            if (costs.size() == most) return false;
            var turn = turn();
            costs.add(turn.cpuMicros);
            compiling.add(turn.compiling);
        }
        return true;
    }

    @Override
    public void close() {
        server.close();
    }
}

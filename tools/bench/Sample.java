/// What one round measured.
///
/// @param figure    in the row's unit
/// @param cpuMicros CPU time of the measured process for each request, in microseconds; NaN where it was not measured
record Sample(double figure, double cpuMicros) {
    /// A figure that has no CPU time.
    static Sample of(double figure) {
        return new Sample(figure, Double.NaN);
    }

    /// The load on a server for some time: answers per second, and what each cost the server's process.
    static Sample rate(Gateways.Running server, Load.Ask ask, int connections, double seconds)
            throws InterruptedException {
        double before = server.cpuMicros();
        var result = Load.run(ask, connections, seconds);
        return new Sample(result.perSecond(), (server.cpuMicros() - before) / result.latencies().length);
    }
}

import java.util.List;
import java.util.function.IntFunction;

/// One request that is sent again and again over kept connections.
///
/// @param id          how the command line names it
/// @param work        what is done, in a few words
/// @param ask         the request, for the port of a gateway
/// @param direct      the same work without a gateway's part, for the port of a relay: the provider's path says what
///                    it sends
/// @param connections how many are used at once
/// @param floor       the least ratio to the relay that is good enough
record Traffic(String id, String work, IntFunction<Load.Ask> ask, IntFunction<Load.Ask> direct, int connections,
        double floor) {
    private static final String SMALL = Requests.talk("m", 40);

    /// Every traffic that is measured as a rate.
    static List<Traffic> all() {
        return List.of(
            new Traffic("T1", "small request", chat("whole/m", 40), direct("whole", SMALL), 32, 0.85),
            new Traffic("T2", "small request, translated", messages(Requests.talk("whole/m", 40)),
                direct("whole", SMALL), 32, 0.65),
            sized("T3a", "256 KB request", 256 << 10, 32),
            sized("T3b", "1 MB request", 1 << 20, 16),
            new Traffic("T4", "100 KB agent request, translated", messages(Requests.agent("whole/m")),
                direct("whole", Requests.agent("m")), 32, 0.5),
            new Traffic("S1", "147-event stream", streamed("stream/m", "/v1/chat/completions"),
                direct("stream", SMALL), 32, 0.85),
            new Traffic("S2", "147-event stream, translated", streamed("stream/m", "/v1/messages"),
                direct("stream", SMALL), 32, 0.6));
    }

    private static Traffic sized(String id, String work, int size, int connections) {
        var direct = direct("whole", Requests.talk("m", size));
        return new Traffic(id, work, chat("whole/m", size), direct, connections, 0.85);
    }

    /// A Chat Completions request of about so many characters.
    static IntFunction<Load.Ask> chat(String model, int size) {
        var body = Requests.talk(model, size);
        return port -> Load.Ask.post(port, "/v1/chat/completions", body);
    }

    private static IntFunction<Load.Ask> messages(String body) {
        return port -> Load.Ask.post(port, "/v1/messages", body);
    }

    static IntFunction<Load.Ask> streamed(String model, String path) {
        return port -> Load.Ask.post(port, path, Requests.streamed(Requests.talk(model, 40)));
    }

    /// What a relay is asked for the same kind of answer.
    static IntFunction<Load.Ask> direct(String kind, String body) {
        return port -> Load.Ask.post(port, "/" + kind + "/v1/chat/completions", body);
    }
}
